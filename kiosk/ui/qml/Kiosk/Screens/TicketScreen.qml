pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// The number, huge; where to wait; what became of the paper.
Item {
    id: screen

    required property HoldingView view
    readonly property bool settled: view.phase !== "printing"
    readonly property int room: done.y - Tokens.mm(4)

    Column {
        id: first

        x: Tokens.margin
        y: Tokens.mm(Tokens.portrait ? 9 : 4)
        width: Tokens.portrait ? parent.width - 2 * x : Math.round((parent.width - 2 * x) * 0.52)
        spacing: Tokens.mm(Tokens.portrait ? 8 : 4)

        Row {
            id: headline

            width: parent.width
            spacing: Tokens.mm(5)

            Icon {
                id: sign

                name: screen.view.phase === "printed" ? "ticket" : screen.view.phase === "printing" ? "printer" : "info"
                tint: Tokens.primary
                size: Tokens.mm(Tokens.portrait ? 17 : 13)
                anchors.verticalCenter: parent.verticalCenter
            }

            Words {
                objectName: "headline"
                width: parent.width - sign.width - parent.spacing
                anchors.verticalCenter: parent.verticalCenter
                text: screen.view.headline
                font.bold: true
                font.pixelSize: Tokens.cap((Tokens.portrait ? 9.5 : 7) * Tokens.largeScale)
                lineHeight: 1.02
            }
        }

        NumberPlate {
            width: parent.width
            height: Tokens.portrait ? Tokens.mm(116) : Math.max(Tokens.mm(46), Math.min(Tokens.mm(135), screen.room - first.y - headline.height - first.spacing))
            label: screen.view.label
            title: qsTrId("holding.yours")
            priority: screen.view.priority ? qsTrId("holding.priority") : ""
        }

        Words {
            width: parent.width
            visible: text !== "" && Tokens.portrait
            text: screen.view.why
        }
    }

    ScrollArea {
        x: Tokens.portrait ? Tokens.margin : first.x + first.width + Tokens.mm(10)
        y: Tokens.portrait ? first.y + first.height + Tokens.mm(9) : first.y
        width: parent.width - x - Tokens.margin
        height: screen.room - y
        spacing: Tokens.mm(Tokens.portrait ? 8 : 4)

        Words {
            width: parent ? (parent as Item).width : 0
            visible: text !== "" && !Tokens.portrait
            text: screen.view.why
        }

        Column {
            width: parent ? (parent as Item).width : 0
            spacing: Tokens.mm(1)

            Words {
                width: parent.width
                text: screen.view.service
                font.bold: true
                font.pixelSize: Tokens.cap((Tokens.portrait ? 8 : 6.5) * Tokens.largeScale)
                lineHeight: 1.02
            }

            Words {
                width: parent.width
                text: screen.view.agency
                color: Tokens.quiet
            }
        }

        Fact {
            width: parent ? (parent as Item).width : 0
            icon: "place"
            title: qsTrId("holding.place")
            words: screen.view.place
            large: true
        }

        Fact {
            width: parent ? (parent as Item).width : 0
            icon: "people"
            title: screen.view.aheadTitle
            words: screen.view.ahead
            more: screen.view.wait
            large: true
        }

        Words {
            width: parent ? (parent as Item).width : 0
            visible: text !== ""
            text: screen.view.origin
            color: Tokens.quiet
            font.pixelSize: Tokens.small
        }

        Row {
            spacing: Tokens.mm(6)
            width: parent ? (parent as Item).width : 0
            visible: screen.view.code !== ""

            Image {
                id: code

                width: Tokens.mm(Tokens.portrait ? 66 : 46)
                height: width
                cache: false
                fillMode: Image.Pad
                horizontalAlignment: Image.AlignLeft
                source: screen.view.code ? "image://code/" + encodeURIComponent(screen.view.code) : ""
                sourceSize: Qt.size(width, height)
                Accessible.role: Accessible.Graphic
                Accessible.name: qsTrId("holding.scan")
            }

            Words {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - code.width - parent.spacing
                text: qsTrId("holding.scan")
                color: Tokens.quiet
                font.pixelSize: Tokens.small
            }
        }
    }

    PrimaryButton {
        id: done

        objectName: "done"
        onVisibleChanged: if (visible)
            lastTouch = Date.now()
        x: Tokens.margin
        width: parent.width - 2 * x
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Tokens.mm(4)
        visible: screen.settled
        label: qsTrId("holding.done")
        icon: "check"
        onTouched: screen.view.done()
    }
}
