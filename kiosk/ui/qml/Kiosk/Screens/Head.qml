pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// The quiet head: the mall, the line, the time.
Item {
    id: head

    required property FrameView frame

    implicitHeight: Tokens.mm(Tokens.compact ? 15 : Tokens.portrait ? 24 : 23)

    Column {
        x: Tokens.margin
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - 2 * x - clock.implicitWidth - Tokens.gap

        Words {
            width: parent.width
            visible: !Tokens.compact || head.frame.lineUp
            text: head.frame.mall
            font.bold: true
            font.pixelSize: Tokens.cap(4.8)
            maximumLineCount: 1
            elide: Text.ElideRight
        }

        Row {
            width: parent.width
            visible: !head.frame.lineUp
            spacing: Tokens.mm(2)

            Icon {
                id: cable

                anchors.verticalCenter: words.verticalCenter
                name: "line-cut"
                tint: Tokens.trouble
                size: Tokens.mm(6.5)
            }

            Words {
                id: words

                objectName: "line"
                width: parent.width - cable.width - parent.spacing
                text: head.frame.line
                color: Tokens.trouble
                font.pixelSize: Tokens.cap(4.8)
                maximumLineCount: 1
                elide: Text.ElideRight
            }
        }
    }

    Flow {
        id: clock

        anchors.right: parent.right
        anchors.rightMargin: Tokens.margin
        anchors.verticalCenter: parent.verticalCenter
        flow: Tokens.compact ? Flow.LeftToRight : Flow.TopToBottom
        layoutDirection: Qt.RightToLeft
        spacing: Tokens.compact ? Tokens.mm(4) : 0

        Words {
            text: head.frame.clock
            font.bold: true
            font.pixelSize: Tokens.cap(Tokens.compact ? 5.5 : 7)
            lineHeight: 1
        }

        Words {
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
