pragma ComponentBehavior: Bound

import QtQuick

// Text in the house's type.
Text {
    color: Tokens.ink
    font.family: Tokens.family
    font.pixelSize: Tokens.body
    lineHeight: 1.12
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
