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

        y: Math.round((first.height * 1.12 - height) / 2)
        width: Math.round(Tokens.body * 0.8)
        height: width
        radius: Tokens.mm(1)
        color: "transparent"
        border.width: Tokens.stroke
        border.color: Tokens.primary
    }

    FontMetrics {
        id: first

        font.family: Tokens.family
        font.pixelSize: item.onlyIf ? Tokens.small : Tokens.body
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

            Row {
                id: line

                required property string modelData

                width: column.width
                spacing: Tokens.mm(2)

                Words {
                    id: bullet

                    visible: item.heading !== ""
                    text: "•"
                    Accessible.ignored: true
                }

                Words {
                    width: parent.width - (bullet.visible ? bullet.width + line.spacing : 0)
                    text: line.modelData
                    font.bold: !item.heading
                }
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
