pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// What a service needs: the six published components, the requirements first.
Item {
    id: screen

    required property ServiceView view
    readonly property string service: view.service
    readonly property bool wide: !Tokens.portrait && Tokens.scale < 1.4

    onServiceChanged: {
        needs.toTop();
        about.toTop();
    }

    Column {
        id: heading

        x: Tokens.margin
        y: Tokens.mm(Tokens.portrait ? 6 : 3)
        width: parent.width - 2 * x
        spacing: Tokens.mm(1.2)

        Words {
            width: parent.width
            text: screen.view.agency
            color: Tokens.quiet
            font.pixelSize: Tokens.small
        }

        Words {
            width: parent.width
            text: screen.view.name
            font.bold: true
            font.pixelSize: Tokens.title
            lineHeight: 1.02
        }

        StateLine {
            width: parent.width
            mark: screen.view.mark
            words: screen.view.standing
            wait: screen.view.wait
            size: Tokens.body
        }
    }

    ScrollArea {
        id: needs

        x: Tokens.margin
        anchors.top: heading.bottom
        anchors.topMargin: Tokens.mm(Tokens.portrait ? 6 : 4)
        anchors.bottom: actions.top
        anchors.bottomMargin: Tokens.mm(3)
        width: screen.wide ? Math.round((parent.width - 2 * x) * 0.56) : parent.width - 2 * x
        spacing: Tokens.mm(Tokens.portrait ? 9 : 6)

        Rectangle {
            width: needs.innerWidth
            height: list.implicitHeight + Tokens.mm(12)
            radius: Tokens.corner
            color: Tokens.card
            border.width: Tokens.hair
            border.color: Tokens.plain ? Tokens.hairline : Tokens.edge

            Column {
                id: list

                x: Tokens.mm(6)
                y: Tokens.mm(6)
                width: parent.width - 2 * x
                spacing: Tokens.mm(4.5)

                Words {
                    width: parent.width
                    text: screen.view.needsNothing ? qsTrId("service.requires_none") : qsTrId("service.requires")
                    font.bold: true
                    font.pixelSize: Tokens.cap(6.5 * Tokens.largeScale)
                }

                Repeater {
                    model: screen.view.requirements

                    RequirementItem {
                        width: list.width
                    }
                }
            }
        }

        Loader {
            width: needs.innerWidth
            active: !screen.wide
            visible: active
            height: active && item ? (item as Item).implicitHeight : 0
            sourceComponent: facts
        }
    }

    ScrollArea {
        id: about

        anchors.left: needs.right
        anchors.leftMargin: Tokens.mm(9)
        anchors.right: parent.right
        anchors.rightMargin: Tokens.margin
        anchors.top: needs.top
        anchors.bottom: needs.bottom
        visible: screen.wide

        Loader {
            width: about.innerWidth
            active: screen.wide
            sourceComponent: facts
        }
    }

    Component {
        id: facts

        PublishedFacts {
            view: screen.view
            columns: screen.wide || Tokens.scale > 1.2 ? 1 : 2
        }
    }

    Row {
        id: actions

        x: Tokens.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Tokens.mm(4)
        width: parent.width - 2 * x
        height: screen.view.shut ? closed.implicitHeight : take.implicitHeight
        spacing: Tokens.gap

        PrimaryButton {
            id: take

            objectName: "take"
            visible: !screen.view.shut
            width: screen.view.priorityOffered ? Math.round((parent.width - parent.spacing) * 0.58) : parent.width
            height: Math.max(implicitHeight, priority.implicitHeight)
            icon: "ticket"
            label: qsTrId("service.take")
            onTouched: screen.view.take()
        }

        PrimaryButton {
            id: priority

            objectName: "take:priority"
            visible: !screen.view.shut && screen.view.priorityOffered
            width: parent.width - take.width - parent.spacing
            height: take.height
            outlined: true
            icon: "priority"
            label: qsTrId("service.take_priority")
            under: qsTrId("service.priority_who")
            onTouched: screen.view.takePriority()
        }

        Notice {
            id: closed

            visible: screen.view.shut
            width: parent.width
            mark: screen.view.mark
            title: qsTrId("service.shut") + ". " + screen.view.standing
            words: qsTrId("service.shut_read")
        }
    }
}
