pragma ComponentBehavior: Bound

import QtQuick

// A calm word about what cannot be done now.
Item {
    id: notice

    property string mark: "closed"
    property string title: ""
    property string words: ""

    implicitHeight: Math.max(Tokens.mm(24), column.implicitHeight + Tokens.mm(7))

    Rectangle {
        anchors.fill: parent
        radius: Tokens.corner
        color: Tokens.band
        border.width: Tokens.hair
        border.color: Tokens.edge
    }

    Icon {
        id: shape

        x: Tokens.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        name: "state-" + notice.mark
        tint: notice.mark === "closed" ? Tokens.trouble : Tokens.quiet
        size: Tokens.mm(11)
    }

    Column {
        id: column

        anchors.left: shape.right
        anchors.leftMargin: Tokens.mm(5)
        anchors.right: parent.right
        anchors.rightMargin: Tokens.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Tokens.mm(1)

        Words {
            width: parent.width
            text: notice.title
            font.bold: true
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: notice.words
            font.pixelSize: Tokens.small
        }
    }
}
