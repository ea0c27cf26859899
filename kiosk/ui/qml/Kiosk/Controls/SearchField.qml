pragma ComponentBehavior: Bound

import QtQuick

// Where the search begins; the keyboard is our own.
Touchable {
    id: field

    property string query: ""
    property bool searching: false

    signal opened
    signal closed

    objectName: "search"
    label: qsTrId("agencies.search")
    height: Math.max(Tokens.mm(16), Math.round(Tokens.body * 1.5))
    onTouched: if (!searching)
        opened()

    Rectangle {
        anchors.fill: parent
        radius: Tokens.corner
        color: Tokens.card
        border.width: field.searching ? Tokens.stroke : Tokens.hair
        border.color: field.searching ? Tokens.primary : Tokens.edge
    }

    Icon {
        id: glass

        x: Tokens.mm(5)
        anchors.verticalCenter: parent.verticalCenter
        name: "search"
        tint: Tokens.primary
    }

    Words {
        id: typed

        anchors.left: glass.right
        anchors.leftMargin: Tokens.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(implicitWidth, field.width - x - Tokens.mm(field.searching ? 24 : 5))
        text: field.query === "" && !field.searching ? qsTrId("agencies.search") : field.query
        color: field.searching ? Tokens.ink : Tokens.quiet
        font.bold: field.searching
        wrapMode: Text.NoWrap
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Tokens.cap(4.8)
        elide: field.searching ? Text.ElideLeft : Text.ElideRight
        Accessible.ignored: true
    }

    Rectangle {
        anchors.left: typed.right
        anchors.leftMargin: Tokens.mm(1)
        anchors.verticalCenter: parent.verticalCenter
        width: Tokens.stroke
        height: Tokens.mm(8)
        color: Tokens.primary
        visible: field.searching
    }

    FootButton {
        objectName: "search:close"
        anchors.right: parent.right
        anchors.rightMargin: Tokens.stroke
        anchors.verticalCenter: parent.verticalCenter
        height: field.height - 2 * Tokens.stroke
        flat: true
        visible: field.searching
        label: qsTrId("keys.close")
        icon: "close"
        onTouched: field.closed()
    }
}
