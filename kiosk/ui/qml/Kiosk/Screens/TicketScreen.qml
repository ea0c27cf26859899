pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// The number, huge; where to wait; what became of the paper.
Item {
    id: screen

    required property HoldingView view
    readonly property bool settled: view.phase !== "printing"

    Column {
        id: plateColumn

        x: Tokens.margin
        y: Tokens.mm(Tokens.portrait ? 10 : 5)
        width: Tokens.portrait ? parent.width - 2 * x : Math.round((parent.width - 2 * x) * 0.54)
        spacing: Tokens.mm(Tokens.portrait ? 9 : 5)

        Row {
            width: parent.width
            spacing: Tokens.mm(5)

            Icon {
                id: sign

                name: screen.view.phase === "printed" ? "ticket" : screen.view.phase === "printing" ? "printer" : "info"
                tint: Tokens.primary
                size: Tokens.mm(15)
                anchors.verticalCenter: parent.verticalCenter
            }

            Words {
                objectName: "headline"
                width: parent.width - sign.width - parent.spacing
                anchors.verticalCenter: parent.verticalCenter
                text: screen.view.headline
                font.bold: true
                font.pixelSize: Tokens.cap(Tokens.portrait ? 9 * Tokens.largeScale : 8 * Tokens.largeScale)
            }
        }

        Rectangle {
            id: plate

            width: parent.width
            height: Tokens.mm(Tokens.portrait ? 100 : 84)
            radius: Tokens.mm(4)
            color: Tokens.gold
            border.width: Tokens.plain ? 0 : Tokens.stroke
            border.color: Tokens.goldInk

            Words {
                anchors.horizontalCenter: parent.horizontalCenter
                y: Tokens.mm(7)
                text: qsTrId("holding.yours") + (screen.view.priority ? " · " + qsTrId("holding.priority") : "")
                color: Tokens.goldInk
                font.bold: true
                font.pixelSize: Tokens.cap(5.5)
            }

            Words {
                objectName: "label"
                anchors.horizontalCenter: parent.horizontalCenter
                anchors.verticalCenter: parent.verticalCenter
                anchors.verticalCenterOffset: Tokens.mm(5)
                width: parent.width - Tokens.mm(16)
                height: Tokens.mm(70)
                text: screen.view.label
                color: Tokens.goldInk
                font.bold: true
                font.pixelSize: Tokens.number
                fontSizeMode: Text.Fit
                minimumPixelSize: Tokens.cap(12)
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                wrapMode: Text.NoWrap
                lineHeight: 1
            }
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: screen.view.why
        }
    }

    Column {
        id: details

        x: Tokens.portrait ? Tokens.margin : plateColumn.x + plateColumn.width + Tokens.mm(12)
        y: Tokens.portrait ? plateColumn.y + plateColumn.height + Tokens.mm(9) : plateColumn.y
        width: parent.width - x - Tokens.margin
        spacing: Tokens.mm(Tokens.portrait ? 8 : 5)

        Column {
            width: parent.width
            spacing: Tokens.mm(1)

            Words {
                width: parent.width
                text: screen.view.service
                font.bold: true
                font.pixelSize: Tokens.cap(6.5 * Tokens.largeScale)
            }

            Words {
                width: parent.width
                text: screen.view.agency
                color: Tokens.quiet
            }
        }

        Fact {
            width: parent.width
            icon: "place"
            title: qsTrId("holding.place")
            words: screen.view.place
        }

        Fact {
            width: parent.width
            icon: "people"
            title: screen.view.ahead ? screen.view.aheadWords : screen.view.wait
            words: screen.view.ahead ? screen.view.ahead : screen.view.aheadWords

            Words {
                visible: text !== "" && screen.view.ahead !== ""
                width: parent ? (parent as Item).width : 0
                text: screen.view.wait
                font.pixelSize: Tokens.small
            }
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: screen.view.origin
            color: Tokens.quiet
            font.pixelSize: Tokens.small
        }

        Row {
            spacing: Tokens.mm(6)
            width: parent.width

            Image {
                id: code

                width: Tokens.mm(Tokens.portrait ? 46 : 34)
                height: width
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
        objectName: "done"
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
