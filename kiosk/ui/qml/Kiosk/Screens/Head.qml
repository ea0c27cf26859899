pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// The quiet head: the mall, the line, the time.
Item {
    id: head

    required property FrameView frame

    implicitHeight: Tokens.mm(Tokens.portrait ? 25 : 19)

    Column {
        x: Tokens.margin
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - 2 * x - clock.implicitWidth - Tokens.gap
        spacing: Tokens.mm(0.6)

        Words {
            width: parent.width
            text: head.frame.mall
            font.bold: true
            font.pixelSize: Tokens.cap(4.8 * Tokens.largeScale)
            maximumLineCount: 1
            elide: Text.ElideRight
        }

        Row {
            width: parent.width
            spacing: Tokens.mm(2)

            Icon {
                id: cable

                name: head.frame.lineUp ? "line-up" : "line-cut"
                tint: head.frame.lineUp ? Tokens.quiet : Tokens.trouble
                size: Tokens.mm(6.5)
            }

            Words {
                objectName: "line"
                width: parent.width - cable.width - parent.spacing
                anchors.verticalCenter: cable.verticalCenter
                text: head.frame.line
                color: head.frame.lineUp ? Tokens.quiet : Tokens.trouble
                font.pixelSize: Tokens.cap(4.8)
                maximumLineCount: 1
                elide: Text.ElideRight
            }
        }
    }

    Column {
        id: clock

        anchors.right: parent.right
        anchors.rightMargin: Tokens.margin
        anchors.verticalCenter: parent.verticalCenter

        Words {
            anchors.right: parent.right
            text: head.frame.clock
            font.bold: true
            font.pixelSize: Tokens.cap(Tokens.portrait ? 8 : 6.5)
            lineHeight: 1
        }

        Words {
            anchors.right: parent.right
            text: head.frame.demonstration ? qsTrId("frame.demonstration") : head.frame.date
            color: Tokens.quiet
            font.pixelSize: Tokens.cap(4.8)
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Tokens.hair
        color: Tokens.hairline
    }
}
