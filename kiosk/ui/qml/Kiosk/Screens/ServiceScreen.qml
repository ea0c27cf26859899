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

    onServiceChanged: published.toTop()

    Column {
        id: heading

        x: Tokens.margin
        y: Tokens.mm(Tokens.portrait ? 6 : 2)
        width: parent.width - 2 * x
        spacing: Tokens.mm(Tokens.portrait ? 1.2 : 0)

        Words {
            width: parent.width
            visible: !Tokens.compact
            text: screen.view.agency
            color: Tokens.quiet
            font.pixelSize: Tokens.small
        }

        Words {
            width: parent.width
            text: screen.view.name
            font.bold: true
            font.pixelSize: Tokens.compact ? Tokens.cap(6.5 * Tokens.scale) : Tokens.title
            lineHeight: 1.02
        }

        StateLine {
            width: parent.width
            mark: screen.view.mark
            words: screen.view.standing
            wait: screen.view.wait
            size: Tokens.compact ? Tokens.small : Tokens.body
        }
    }

    ScrollArea {
        id: published

        x: Tokens.margin
        anchors.top: heading.bottom
        anchors.topMargin: Tokens.mm(Tokens.portrait ? 6 : 3)
        anchors.bottom: actions.top
        anchors.bottomMargin: Tokens.gap
        width: parent.width - 2 * x

        Grid {
            id: halves

            readonly property int inner: published.innerWidth

            columns: screen.wide ? 2 : 1
            spacing: Tokens.mm(9)

            RequirementList {
                width: screen.wide ? Math.round(halves.inner * 0.55) : halves.inner
                view: screen.view
            }

            PublishedFacts {
                width: screen.wide ? Math.round(halves.inner * 0.45) - halves.spacing : halves.inner
                view: screen.view
                columns: screen.wide || Tokens.scale > 1.2 ? 1 : 2
            }
        }
    }

    Item {
        id: actions

        readonly property bool shut: screen.view.shut
        readonly property bool crowded: Tokens.compact && Tokens.scale > 1.3
        readonly property bool stacked: Tokens.portrait || (shut && crowded)
        readonly property int checkWidth: stacked ? width : Math.round((width - Tokens.gap) * (shut ? 0.4 : screen.view.priorityOffered ? 0.28 : 0.38))
        readonly property int restWidth: stacked ? width : width - checkWidth - Tokens.gap
        readonly property int restHeight: shut ? (crowded ? 0 : closed.implicitHeight) : Math.max(take.implicitHeight, screen.view.priorityOffered ? priority.implicitHeight : 0)
        readonly property int rowHeight: stacked ? restHeight : Math.max(restHeight, check.implicitHeight)

        x: Tokens.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Tokens.mm(Tokens.compact ? 3.5 : 4)
        width: parent.width - 2 * x
        height: stacked ? rowHeight + (rowHeight ? Tokens.gap : 0) + check.height : rowHeight

        PrimaryButton {
            id: take

            objectName: "take"
            visible: !actions.shut
            y: actions.height - height
            width: screen.view.priorityOffered ? Math.round((actions.restWidth - Tokens.gap) * 0.54) : actions.restWidth
            height: actions.rowHeight
            icon: "ticket"
            label: qsTrId("service.take")
            onTouched: screen.view.take()
        }

        PrimaryButton {
            id: priority

            objectName: "take:priority"
            visible: !actions.shut && screen.view.priorityOffered
            x: take.width + Tokens.gap
            y: take.y
            width: actions.restWidth - x
            height: actions.rowHeight
            outlined: true
            icon: "priority"
            label: qsTrId("service.take_priority")
            under: qsTrId("service.priority_who")
            onTouched: screen.view.takePriority()
        }

        Notice {
            id: closed

            visible: actions.shut && !actions.crowded
            width: actions.restWidth
            height: actions.rowHeight
            mark: screen.view.mark
            title: qsTrId("service.shut")
            words: qsTrId("service.shut_read")
        }

        PrimaryButton {
            id: check

            objectName: "check"
            x: actions.width - width
            y: actions.stacked && actions.shut ? actions.height - height : 0
            width: actions.checkWidth
            height: actions.stacked ? implicitHeight : actions.rowHeight
            outlined: !actions.shut
            icon: "check"
            label: qsTrId("service.check")
            onTouched: screen.view.check()
        }
    }
}
