pragma ComponentBehavior: Bound

import QtQuick

// A button of the foot band: an icon, with or without a word.
Touchable {
    id: button

    property string icon: ""
    property string word: ""
    property bool on: false
    property bool faint: false
    property bool flat: false
    readonly property color front: on ? Tokens.primaryInk : faint && Tokens.plain ? Tokens.edge : Tokens.ink

    implicitHeight: Tokens.target
    implicitWidth: word ? row.implicitWidth + Tokens.mm(9) : Tokens.target

    Rectangle {
        anchors.fill: parent
        radius: Tokens.corner
        color: button.pressed ? Tokens.press : button.on ? Tokens.primary : Tokens.card
        border.width: button.flat ? 0 : Tokens.hair
        border.color: button.faint && Tokens.plain ? Tokens.hairline : Tokens.edge
    }

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Tokens.mm(2)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: button.icon
            visible: button.icon !== ""
            tint: button.front
            size: Tokens.mm(8.5)
        }

        Words {
            anchors.verticalCenter: parent.verticalCenter
            visible: button.word !== ""
            text: button.word
            color: button.front
            font.pixelSize: Tokens.cap(4.8 * Tokens.largeScale)
            font.bold: true
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
