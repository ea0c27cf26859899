pragma ComponentBehavior: Bound

import QtQuick

// An agency's icon over the letter of its tickets.
Item {
    id: badge

    property string series: ""
    property string icon: "agency"
    property bool shut: false
    property int size: Tokens.mm(19)

    width: size
    height: size

    Rectangle {
        anchors.fill: parent
        radius: Tokens.corner
        color: Tokens.plain ? (badge.shut ? Tokens.band : "#E9F0E6") : Tokens.card
        border.width: Tokens.plain ? 0 : Tokens.hair
        border.color: Tokens.edge
    }

    Icon {
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.round(badge.size * 0.07)
        name: badge.icon
        tint: badge.shut ? Tokens.quiet : Tokens.primary
        size: Math.round(badge.size * 0.46)
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.round(badge.size * 0.42)
        radius: Tokens.corner
        color: badge.shut ? (Tokens.plain ? Tokens.hairline : Tokens.card) : Tokens.gold
        border.width: Tokens.plain ? 0 : Tokens.hair
        border.color: Tokens.edge

        Words {
            anchors.centerIn: parent
            text: badge.series
            color: badge.shut ? Tokens.ink : Tokens.goldInk
            font.bold: true
            font.pixelSize: Math.round(badge.size * 0.29 / Tokens.capRatio)
            lineHeight: 1
            Accessible.ignored: true
        }
    }
}
