pragma ComponentBehavior: Bound

import QtQuick

// One of several answers, of which one is chosen: a ring that is full or empty, and a word.
Touchable {
    id: choice

    property bool chosen: false
    property string about: ""
    readonly property int ringSize: Math.max(Tokens.mm(6), Math.round(Tokens.small * 0.7))

    implicitWidth: Math.ceil(bold.advanceWidth) + ringSize + Tokens.mm(8.5)
    implicitHeight: Math.max(Tokens.mm(15), word.implicitHeight + Tokens.mm(4))
    Accessible.role: Accessible.RadioButton
    Accessible.name: about ? about + ": " + label : label
    Accessible.checkable: true
    Accessible.checked: chosen
    Accessible.onToggleAction: act()

    Rectangle {
        anchors.fill: parent
        radius: Tokens.corner
        color: choice.pressed ? Tokens.press : Tokens.card
        border.width: choice.chosen ? Tokens.stroke : Tokens.hair
        border.color: choice.chosen ? Tokens.primary : Tokens.edge
    }

    Rectangle {
        id: circle

        x: Tokens.mm(3.5)
        anchors.verticalCenter: parent.verticalCenter
        width: choice.ringSize
        height: width
        radius: width / 2
        color: "transparent"
        border.width: Tokens.stroke
        border.color: choice.chosen ? Tokens.primary : Tokens.edge

        Rectangle {
            anchors.centerIn: parent
            visible: choice.chosen
            width: Math.round(parent.width * 0.5)
            height: width
            radius: width / 2
            color: Tokens.primary
        }
    }

    Words {
        id: word

        anchors.left: circle.right
        anchors.leftMargin: Tokens.mm(2.5)
        anchors.right: parent.right
        anchors.rightMargin: Tokens.mm(2)
        anchors.verticalCenter: parent.verticalCenter
        text: choice.label
        font.bold: choice.chosen
        font.pixelSize: Tokens.small
        lineHeight: 1
        Accessible.ignored: true
    }

    TextMetrics {
        id: bold

        font.family: Tokens.family
        font.pixelSize: Tokens.small
        font.bold: true
        text: choice.label
    }
}
