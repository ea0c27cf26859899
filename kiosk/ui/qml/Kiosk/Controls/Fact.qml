pragma ComponentBehavior: Bound

import QtQuick

// One published component: an icon, its name, and what it says.
Item {
    id: fact

    property string icon: ""
    property string title: ""
    property string words: ""
    default property alias content: more.data

    implicitHeight: column.implicitHeight

    Icon {
        id: symbol

        name: fact.icon
        tint: Tokens.primary
        size: Tokens.mm(9)
    }

    Column {
        id: column

        anchors.left: symbol.right
        anchors.leftMargin: Tokens.mm(4)
        anchors.right: parent.right
        spacing: Tokens.mm(0.8)

        Words {
            width: parent.width
            text: fact.title
            color: Tokens.quiet
            font.pixelSize: Tokens.small
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: fact.words
        }

        Column {
            id: more

            width: parent.width
            spacing: Tokens.mm(1)
        }
    }
}
