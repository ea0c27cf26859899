pragma Singleton

import QtQuick

// The look in one place: every size from the screen's millimetres, every colour by its role.
// The window sets what is measured; the visit sets what the citizen chose.
QtObject {
    id: tokens

    property real pxPerMm: 4
    property real capRatio: 0.668
    property string family: "Atkinson Hyperlegible"
    property int textSize: 0
    property string contrast: "house"
    property bool portrait: true
    property bool compact: false
    property bool motion: true

    readonly property var capitals: [4.8, 6.1, 7.3, 9]
    readonly property real scale: capitals[textSize] / capitals[0]
    readonly property real largeScale: 1 + (scale - 1) * 0.45

    readonly property int small: cap(4.8 * scale)
    readonly property int body: cap(5.5 * scale)
    readonly property int title: cap(Math.max(8 * largeScale, 5.5 * scale))
    readonly property int display: cap(14 * largeScale)
    readonly property int number: cap(44)

    readonly property int hair: Math.max(1, Math.round(0.35 * pxPerMm))
    readonly property int stroke: Math.max(2, Math.round(0.6 * pxPerMm))
    readonly property int ring: Math.max(3, Math.round(1.5 * pxPerMm))
    readonly property int gap: mm(5)
    readonly property int tight: mm(2.5)
    readonly property int margin: mm(portrait ? 9 : 10)
    readonly property int target: mm(18)
    readonly property int tile: mm(26)
    readonly property int row: mm(portrait ? 23 : compact ? 18 : 21)
    readonly property int slop: mm(8)
    readonly property int corner: mm(2.5)

    readonly property var house: ({
            "paper": "#FBF8F1",
            "card": "#FFFFFF",
            "band": "#F2EDE1",
            "press": "#E4EBDD",
            "ink": "#1B1A17",
            "quiet": "#4A463D",
            "hairline": "#DDD6C6",
            "edge": "#6B6454",
            "primary": "#0B5D3B",
            "primaryPress": "#084529",
            "primaryInk": "#FFFFFF",
            "gold": "#F2B705",
            "goldInk": "#1B1A17",
            "trouble": "#8A1C1C",
            "troublePaper": "#FBF0EC"
        })
    readonly property var light: ({
            "paper": "#FFFFFF",
            "card": "#FFFFFF",
            "band": "#FFFFFF",
            "press": "#FFFFFF",
            "ink": "#000000",
            "quiet": "#000000",
            "hairline": "#000000",
            "edge": "#000000",
            "primary": "#000000",
            "primaryPress": "#000000",
            "primaryInk": "#FFFFFF",
            "gold": "#000000",
            "goldInk": "#FFFFFF",
            "trouble": "#000000",
            "troublePaper": "#FFFFFF"
        })
    readonly property var dark: ({
            "paper": "#000000",
            "card": "#000000",
            "band": "#000000",
            "press": "#000000",
            "ink": "#FFFFFF",
            "quiet": "#FFFFFF",
            "hairline": "#FFFFFF",
            "edge": "#FFFFFF",
            "primary": "#FFFFFF",
            "primaryPress": "#FFFFFF",
            "primaryInk": "#000000",
            "gold": "#FFFFFF",
            "goldInk": "#000000",
            "trouble": "#FFFFFF",
            "troublePaper": "#000000"
        })
    readonly property var palette: contrast === "dark" ? dark : contrast === "light" ? light : house
    readonly property bool plain: contrast === "house"

    readonly property color paper: palette.paper
    readonly property color card: palette.card
    readonly property color band: palette.band
    readonly property color press: palette.press
    readonly property color ink: palette.ink
    readonly property color quiet: palette.quiet
    readonly property color hairline: palette.hairline
    readonly property color edge: palette.edge
    readonly property color primary: palette.primary
    readonly property color primaryPress: palette.primaryPress
    readonly property color primaryInk: palette.primaryInk
    readonly property color gold: palette.gold
    readonly property color goldInk: palette.goldInk
    readonly property color trouble: palette.trouble
    readonly property color troublePaper: palette.troublePaper

    function mm(length: real): int {
        return Math.round(length * pxPerMm);
    }

    // The pixel size of type whose capitals are so many millimetres high.
    function cap(height: real): int {
        return Math.round(height * pxPerMm / capRatio);
    }
}
