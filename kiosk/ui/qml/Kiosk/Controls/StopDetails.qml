pragma ComponentBehavior: Bound

import QtQuick

// What a stop gives, what it takes, and what to bring: in few lines, or each paper in its own where there is room.
Column {
    id: details

    property bool roomy: false
    property string gives: ""
    property string facts: ""
    property string brings: ""
    property var held: []
    property var earlier: []
    property string outside: ""
    readonly property bool apart: roomy && held.length + earlier.length > 0
    readonly property int text: roomy ? Tokens.body : Tokens.small

    spacing: Tokens.mm(roomy ? 1.6 : 0.6)

    WayLine {
        width: parent.width
        icon: "product"
        words: details.gives
        tint: Tokens.primary
        size: details.text
    }

    WayLine {
        width: parent.width
        icon: "coin"
        words: details.facts
        size: details.text
    }

    WayLine {
        width: parent.width
        icon: "document"
        words: details.apart ? qsTrId("service.requires") : details.brings
        strong: details.apart
        size: details.text
    }

    Repeater {
        model: details.apart ? details.held : []

        WayLine {
            required property string modelData

            width: details.width
            icon: "check"
            words: modelData
            tint: Tokens.primary
            size: details.text
        }
    }

    Repeater {
        model: details.apart ? details.earlier : []

        WayLine {
            required property string modelData

            width: details.width
            icon: "steps"
            words: modelData
            size: details.text
        }
    }

    WayLine {
        width: parent.width
        icon: "warning"
        words: details.outside
        tint: Tokens.trouble
        strong: true
        size: details.text
    }
}
