pragma ComponentBehavior: Bound

import QtQuick

// A state: a shape and words, never colour alone.
Item {
    id: line

    property string mark: "open"
    property string words: ""
    property string wait: ""
    property int size: Tokens.small
    property int lines: 9
    readonly property color tint: mark === "open" ? Tokens.primary : mark === "closed" ? Tokens.trouble : Tokens.quiet

    implicitHeight: text.implicitHeight

    Icon {
        id: shape

        y: Math.round((metrics.height - size) / 2)
        name: "state-" + line.mark
        tint: line.tint
        size: Math.round(line.size * 0.78)
    }

    FontMetrics {
        id: metrics

        font: text.font
    }

    Words {
        id: text

        anchors.left: shape.right
        anchors.leftMargin: Tokens.mm(2)
        anchors.right: parent.right
        text: line.words + (line.wait ? ", " + line.wait : "")
        color: line.mark === "open" ? Tokens.ink : line.tint
        font.pixelSize: line.size
        lineHeight: 0.9
        maximumLineCount: line.lines
        elide: Text.ElideRight
    }
}
