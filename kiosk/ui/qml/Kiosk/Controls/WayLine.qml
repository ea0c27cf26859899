pragma ComponentBehavior: Bound

import QtQuick

// One line of a stop: a small icon, and what it says.
Item {
    id: line

    property string icon: ""
    property string words: ""
    property color tint: Tokens.quiet
    property bool strong: false
    property int size: Tokens.small

    readonly property int slot: Math.round(size * 0.78)

    visible: words !== ""
    implicitHeight: text.implicitHeight

    Icon {
        id: sign

        x: Math.round((line.slot - size) / 2)
        y: Math.round((metrics.height * 0.96 - size) / 2)
        name: line.icon
        tint: line.tint
        size: Math.round(line.size * 0.9)
    }

    FontMetrics {
        id: metrics

        font: text.font
    }

    Words {
        id: text

        x: line.slot + Tokens.mm(2)
        width: parent.width - x
        text: line.words
        color: line.strong ? line.tint : Tokens.ink
        font.bold: line.strong
        font.pixelSize: line.size
        lineHeight: 0.96
    }
}
