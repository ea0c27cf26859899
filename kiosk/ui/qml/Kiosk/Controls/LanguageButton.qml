pragma ComponentBehavior: Bound

import QtQuick

// Begins a visit in one language, in that language's own words.
Touchable {
    id: button

    required property string code
    required property string name
    required property string begin
    required property string touch
    required property bool chosen
    readonly property color front: chosen ? Tokens.primaryInk : Tokens.primary

    objectName: "language:" + code
    label: name + ". " + touch

    Rectangle {
        anchors.fill: parent
        radius: Tokens.corner
        color: button.chosen ? (button.pressed ? Tokens.primaryPress : Tokens.primary) : (button.pressed ? Tokens.press : Tokens.card)
        border.width: Tokens.stroke
        border.color: Tokens.primary
    }

    Row {
        anchors.centerIn: parent
        spacing: Tokens.mm(5)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: "touch"
            tint: button.front
            size: Tokens.mm(15)
        }

        Column {
            anchors.verticalCenter: parent.verticalCenter

            Words {
                text: button.begin
                color: button.front
                font.bold: true
                font.pixelSize: Tokens.cap(9)
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }

            Words {
                text: button.name
                color: button.front
                font.pixelSize: Tokens.cap(4.8)
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
