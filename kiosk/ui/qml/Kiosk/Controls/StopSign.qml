pragma ComponentBehavior: Bound

import QtQuick

// The number of a stop on the line that joins all stops.
Item {
    id: sign

    property int number: 1
    property bool first: false
    property bool last: false
    property bool hollow: false
    property int overhang: 0
    readonly property int size: Tokens.mm(13 * Tokens.largeScale)

    width: size

    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        y: sign.first ? circle.y + Math.round(circle.height / 2) : 0
        width: Tokens.mm(1.4)
        height: (sign.last ? circle.y + Math.round(circle.height / 2) : sign.height + sign.overhang) - y
        visible: !(sign.first && sign.last)
        color: Tokens.primary
    }

    Rectangle {
        id: circle

        y: Tokens.mm(4)
        width: sign.size
        height: sign.size
        radius: Math.round(sign.size / 2)
        color: sign.last ? Tokens.gold : sign.hollow ? Tokens.card : Tokens.primary
        border.width: sign.hollow || sign.last ? Tokens.stroke : 0
        border.color: sign.last ? Tokens.goldInk : Tokens.primary

        Words {
            anchors.centerIn: parent
            text: sign.number
            color: sign.last ? Tokens.goldInk : sign.hollow ? Tokens.primary : Tokens.primaryInk
            font.bold: true
            font.pixelSize: Tokens.cap(6 * Tokens.largeScale)
            lineHeight: 1
        }
    }
}
