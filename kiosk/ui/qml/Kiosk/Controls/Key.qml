pragma ComponentBehavior: Bound

import QtQuick

// One key; a quick second touch is a second letter.
Touchable {
    id: key

    property string icon: ""
    property bool small: false

    repeats: true
    height: Tokens.mm(Tokens.compact ? 15 : 17)

    Rectangle {
        anchors.fill: parent
        radius: Tokens.corner
        color: key.pressed ? Tokens.press : Tokens.card
        border.width: Tokens.hair
        border.color: Tokens.edge
    }

    Words {
        anchors.centerIn: parent
        visible: key.icon === ""
        text: key.label
        font.bold: true
        font.pixelSize: key.small ? Tokens.cap(4.8) : Tokens.cap(6.5)
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }

    Icon {
        anchors.centerIn: parent
        name: key.icon
    }
}
