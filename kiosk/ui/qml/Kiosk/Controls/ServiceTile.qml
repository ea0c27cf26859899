pragma ComponentBehavior: Bound

import QtQuick

// A service in a list: its name, its state, and an arrow that says it can be read.
Touchable {
    id: tile

    required property string service
    required property string name
    required property string above
    required property string mark
    required property string words
    required property string wait
    required property bool shut
    property bool bare: false

    objectName: "service:" + service
    label: (above ? above + ". " : "") + name + ". " + words + (wait ? ", " + wait : "")
    implicitHeight: Math.max(Tokens.tile, column.implicitHeight + Tokens.mm(8))

    Rectangle {
        anchors.fill: parent
        radius: Tokens.corner
        color: tile.pressed ? Tokens.press : tile.shut ? Tokens.paper : Tokens.card
        border.width: Tokens.hair
        border.color: Tokens.plain ? Tokens.hairline : Tokens.edge
    }

    Column {
        id: column

        anchors.left: parent.left
        anchors.leftMargin: Tokens.mm(tile.bare ? 4 : 6)
        anchors.right: tile.bare ? parent.right : arrow.left
        anchors.rightMargin: Tokens.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Tokens.mm(1.4)

        Words {
            width: parent.width
            visible: tile.above !== ""
            text: tile.above
            color: Tokens.quiet
            font.pixelSize: Tokens.small
            Accessible.ignored: true
        }

        Words {
            width: parent.width
            text: tile.name
            font.bold: true
            lineHeight: 1.02
            Accessible.ignored: true
        }

        StateLine {
            width: parent.width
            mark: tile.mark
            words: tile.words
            wait: tile.wait
        }
    }

    Icon {
        id: arrow

        visible: !tile.bare
        anchors.right: parent.right
        anchors.rightMargin: Tokens.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        name: "chevron-right"
        tint: Tokens.quiet
        size: Tokens.mm(8)
    }
}
