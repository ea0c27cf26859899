pragma ComponentBehavior: Bound

import QtQuick

// One thing to bring; alternatives stand under one heading, of which one is enough.
Item {
    id: item

    required property var names
    required property string heading
    required property string onlyIf
    required property string detail
    required property string note

    implicitHeight: column.implicitHeight

    Rectangle {
        id: box

        y: Tokens.mm(0.6)
        width: Math.round(Tokens.body * 0.86)
        height: width
        radius: Tokens.mm(1)
        color: "transparent"
        border.width: Tokens.stroke
        border.color: Tokens.primary
    }

    Column {
        id: column

        anchors.left: box.right
        anchors.leftMargin: Tokens.mm(4)
        anchors.right: parent.right
        spacing: Tokens.mm(1)

        Words {
            width: parent.width
            visible: item.onlyIf !== ""
            text: item.onlyIf
            color: Tokens.quiet
            font.pixelSize: Tokens.small
        }

        Words {
            width: parent.width
            visible: item.heading !== ""
            text: item.heading
            color: Tokens.primary
            font.bold: true
        }

        Repeater {
            model: item.names

            Words {
                required property string modelData

                width: column.width
                text: item.heading ? "•  " + modelData : modelData
                font.bold: !item.heading
            }
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: item.detail + (item.detail && item.note ? ". " : "") + item.note
            color: Tokens.quiet
            font.pixelSize: Tokens.small
        }
    }
}
