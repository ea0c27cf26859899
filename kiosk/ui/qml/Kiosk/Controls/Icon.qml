pragma ComponentBehavior: Bound

import QtQuick

// A line icon of our own, drawn in any colour.
Image {
    id: icon

    property string name: ""
    property color tint: Tokens.ink
    property int size: Tokens.mm(9)

    width: size
    height: size
    source: name ? "image://icon/" + name + "/" + tint.toString().slice(1) : ""
    sourceSize: Qt.size(size, size)
    Accessible.ignored: true
}
