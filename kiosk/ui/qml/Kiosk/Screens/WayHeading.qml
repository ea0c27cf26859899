pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// How much there is to do before the goal, and how far one comes today.
Column {
    id: heading

    required property WayView view

    spacing: Tokens.mm(1)

    Grid {
        id: line

        readonly property bool beside: !Tokens.portrait && title.implicitWidth + today.implicitWidth + columnSpacing < heading.width

        columns: beside ? 2 : 1
        columnSpacing: Tokens.mm(8)
        rowSpacing: Tokens.mm(Tokens.portrait ? 1.2 : 0)
        verticalItemAlignment: Grid.AlignBottom

        Words {
            id: title

            width: line.beside ? implicitWidth : heading.width
            text: heading.view.title
            font.bold: true
            font.pixelSize: Tokens.compact ? Tokens.cap(6.5 * Tokens.largeScale) : Tokens.title
            lineHeight: 1.02
        }

        Words {
            id: today

            width: line.beside ? heading.width - title.width - line.columnSpacing : heading.width
            visible: text !== ""
            text: heading.view.today
            font.pixelSize: Tokens.compact ? Tokens.small : Tokens.body
        }
    }

    Words {
        width: parent.width
        visible: text !== ""
        text: heading.view.instead
        font.pixelSize: Tokens.compact ? Tokens.small : Tokens.body
    }
}
