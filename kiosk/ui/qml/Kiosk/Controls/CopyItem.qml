pragma ComponentBehavior: Bound

import QtQuick

// A ticket of today in the technician's list: touched, it can be printed once more.
Touchable {
    id: item

    required property int place
    required property string ticket
    required property string service
    required property string words
    required property bool ready

    objectName: "copy:" + ticket
    label: ticket + ". " + service + ". " + words
    enabled: ready
    activeFocusOnTab: ready
    implicitHeight: Math.max(Tokens.target, column.implicitHeight + Tokens.mm(5))

    Rectangle {
        anchors.fill: parent
        radius: Tokens.corner
        color: item.pressed ? Tokens.press : item.ready ? Tokens.card : Tokens.paper
        border.width: Tokens.hair
        border.color: Tokens.plain ? Tokens.hairline : Tokens.edge
    }

    Column {
        id: column

        anchors.left: parent.left
        anchors.leftMargin: Tokens.mm(5)
        anchors.right: sign.left
        anchors.rightMargin: Tokens.mm(3)
        anchors.verticalCenter: parent.verticalCenter

        Words {
            width: parent.width
            text: item.ticket + "  " + item.service
            font.bold: true
            font.pixelSize: Tokens.small
            Accessible.ignored: true
        }

        Words {
            width: parent.width
            text: item.words
            color: Tokens.quiet
            font.pixelSize: Tokens.small
            Accessible.ignored: true
        }
    }

    Icon {
        id: sign

        anchors.right: parent.right
        anchors.rightMargin: Tokens.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        visible: item.ready
        name: "copy"
        tint: Tokens.primary
        size: Tokens.mm(8)
    }
}
