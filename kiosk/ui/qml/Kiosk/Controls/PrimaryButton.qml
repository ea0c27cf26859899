pragma ComponentBehavior: Bound

import QtQuick

// The one thing to do on a screen.
Touchable {
    id: button

    property string icon: ""
    property string under: ""
    property bool outlined: false
    property real capitals: outlined ? 5.5 : 7.5
    readonly property color ground: outlined ? (pressed ? Tokens.press : Tokens.card) : (pressed ? Tokens.primaryPress : Tokens.primary)
    readonly property color front: outlined ? Tokens.primary : Tokens.primaryInk

    implicitHeight: Math.max(Tokens.mm(24), column.implicitHeight + 2 * Tokens.tight)

    Rectangle {
        anchors.fill: parent
        radius: Tokens.corner
        color: button.ground
        border.width: button.outlined ? Tokens.stroke : 0
        border.color: Tokens.primary
    }

    Row {
        anchors.centerIn: parent
        spacing: Tokens.mm(4)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: button.icon
            visible: button.icon !== ""
            tint: button.front
            size: Tokens.mm(11)
        }

        Column {
            id: column

            anchors.verticalCenter: parent.verticalCenter

            Words {
                width: Math.min(implicitWidth, button.width - Tokens.mm(button.icon ? 23 : 8))
                text: button.label
                color: button.front
                font.bold: true
                font.pixelSize: Tokens.cap(button.capitals * Tokens.largeScale)
                lineHeight: 1
                Accessible.ignored: true
            }

            Words {
                width: Math.min(implicitWidth, button.width - Tokens.mm(button.icon ? 23 : 8))
                visible: text !== "" && Tokens.scale < 1.4
                text: button.under
                color: button.front
                font.pixelSize: Tokens.cap(4.8 * Tokens.largeScale)
                lineHeight: 1
                Accessible.ignored: true
            }
        }
    }
}
