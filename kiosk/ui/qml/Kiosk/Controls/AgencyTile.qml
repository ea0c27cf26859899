pragma ComponentBehavior: Bound

import QtQuick

// An agency in the grid: its letter, its name in at most two lines, its state.
Touchable {
    id: tile

    required property string agency
    required property string name
    required property string series
    required property string icon
    required property string mark
    required property string words
    required property bool shut

    objectName: "agency:" + agency
    implicitHeight: column.implicitHeight + Tokens.mm(1.6)
    label: name + ". " + words

    Rectangle {
        anchors.fill: parent
        radius: Tokens.corner
        color: tile.pressed ? Tokens.press : tile.shut ? Tokens.paper : Tokens.card
        border.width: Tokens.hair
        border.color: Tokens.plain ? Tokens.hairline : Tokens.edge
    }

    SeriesMark {
        id: letter

        anchors.left: parent.left
        anchors.leftMargin: Tokens.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        series: tile.series
        icon: tile.icon
        shut: tile.shut
        size: Tokens.mm(17 * Tokens.largeScale)
    }

    Column {
        id: column

        anchors.left: letter.right
        anchors.leftMargin: Tokens.mm(3)
        anchors.right: parent.right
        anchors.rightMargin: Tokens.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Tokens.mm(0.4)

        Words {
            width: parent.width
            text: tile.name
            font.bold: true
            font.pixelSize: Tokens.small
            lineHeight: 0.87
            maximumLineCount: 3
            elide: Text.ElideRight
            Accessible.ignored: true
        }

        StateLine {
            width: parent.width
            mark: tile.mark
            words: tile.words
            lines: tile.shut ? 9 : 2
        }
    }
}
