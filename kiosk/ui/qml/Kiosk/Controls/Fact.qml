pragma ComponentBehavior: Bound

import QtQuick

// One published component: an icon, its name, and what it says.
Item {
    id: fact

    property string icon: ""
    property string title: ""
    property string words: ""
    property string more: ""
    property bool large: false
    property bool trouble: false
    default property alias content: extra.data

    implicitHeight: column.implicitHeight

    Icon {
        id: symbol

        y: fact.large ? Tokens.mm(1) : 0
        name: fact.icon
        tint: fact.trouble ? Tokens.trouble : Tokens.primary
        size: Tokens.mm(fact.large ? 12 : 9)
    }

    Column {
        id: column

        anchors.left: symbol.right
        anchors.leftMargin: Tokens.mm(4)
        anchors.right: parent.right
        spacing: Tokens.mm(0.8)

        Words {
            width: parent.width
            visible: text !== ""
            text: fact.title
            color: Tokens.quiet
            font.pixelSize: Tokens.small
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: fact.words
            color: fact.trouble ? Tokens.trouble : Tokens.ink
            font.bold: fact.large
            font.pixelSize: fact.large ? Tokens.cap(6.5 * Tokens.largeScale) : Tokens.body
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: fact.more
            font.pixelSize: Tokens.small
        }

        Column {
            id: extra

            width: parent.width
            spacing: Tokens.mm(1)
        }
    }
}
