pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// Gives the tokens what is measured, and what the citizen chose.
Item {
    id: look

    required property FrameView frame
    required property Window area
    required property real pxPerMm
    required property real capRatio
    required property string family

    component Token: Binding {
        target: Tokens
    }

    Token {
        property: "family"
        value: look.family
    }

    Token {
        property: "capRatio"
        value: look.capRatio
    }

    Token {
        property: "pxPerMm"
        value: look.pxPerMm
    }

    Token {
        property: "textSize"
        value: look.frame.textSize
    }

    Token {
        property: "contrast"
        value: look.frame.contrast
    }

    Token {
        property: "portrait"
        value: look.area.height > look.area.width
    }

    Token {
        property: "compact"
        value: look.area.height <= look.area.width && look.area.height < 230 * look.pxPerMm
    }
}
