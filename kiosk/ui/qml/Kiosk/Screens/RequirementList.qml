pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// What to bring, as a list to tick off.
Rectangle {
    id: sheet

    required property ServiceView view

    height: list.implicitHeight + Tokens.mm(12)
    radius: Tokens.corner
    color: Tokens.card
    border.width: Tokens.hair
    border.color: Tokens.plain ? Tokens.hairline : Tokens.edge

    Column {
        id: list

        x: Tokens.mm(6)
        y: Tokens.mm(6)
        width: parent.width - 2 * x
        spacing: Tokens.mm(4.5)

        Words {
            width: parent.width
            text: sheet.view.needsNothing ? qsTrId("service.requires_none") : qsTrId("service.requires")
            font.bold: true
            font.pixelSize: Tokens.cap(Math.max(6.5 * Tokens.largeScale, 5.5 * Tokens.scale))
        }

        Repeater {
            model: sheet.view.requirements

            RequirementItem {
                width: list.width
            }
        }
    }
}
