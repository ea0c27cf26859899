pragma ComponentBehavior: Bound

import QtQuick

// Something else that can be done; once it is done, its place says in words what became of it.
Touchable {
    id: button

    property string icon: ""
    property string under: ""
    property string told: ""
    property bool brief: false
    readonly property bool telling: told !== ""

    implicitHeight: Math.max(Tokens.target, words.implicitHeight + 2 * Tokens.tight)
    enabled: !telling
    activeFocusOnTab: !telling
    Accessible.role: telling ? Accessible.StaticText : Accessible.Button
    Accessible.name: telling ? told : label + (under ? ": " + under : "")

    Rectangle {
        anchors.fill: parent
        radius: Tokens.corner
        color: button.telling ? Tokens.band : button.pressed ? Tokens.press : Tokens.card
        border.width: button.telling && Tokens.plain ? 0 : Tokens.hair
        border.color: Tokens.edge
    }

    Row {
        anchors.centerIn: parent
        spacing: Tokens.mm(3)

        Icon {
            id: sign

            anchors.verticalCenter: parent.verticalCenter
            name: button.icon
            tint: Tokens.primary
            size: Tokens.mm(8.5)
        }

        Column {
            id: words

            readonly property int room: button.width - sign.width - Tokens.mm(3) - 2 * Tokens.mm(3.5)

            anchors.verticalCenter: parent.verticalCenter

            Words {
                width: Math.min(implicitWidth, words.room)
                text: button.telling ? button.told : button.label
                font.bold: true
                font.pixelSize: Tokens.cap(4.8 * Tokens.largeScale)
                lineHeight: 1
                Accessible.ignored: true
            }

            Words {
                width: Math.min(implicitWidth, words.room)
                visible: text !== "" && !button.telling && !button.brief && Tokens.scale < 1.4
                text: button.under
                color: Tokens.quiet
                font.pixelSize: Tokens.cap(4.8 * Tokens.largeScale)
                lineHeight: 1
                Accessible.ignored: true
            }
        }
    }
}
