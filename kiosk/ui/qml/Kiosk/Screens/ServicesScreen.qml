pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// The services of one agency; what is shut can be read.
Item {
    id: screen

    required property ServicesView view
    readonly property int columns: Math.max(1, Math.floor((list.innerWidth + Tokens.gap) / (Tokens.mm(170) * Tokens.scale + Tokens.gap)))
    readonly property string agency: view.agency

    onAgencyChanged: list.toTop()

    SeriesMark {
        id: badge

        x: Tokens.margin
        y: Tokens.mm(Tokens.portrait ? 6 : 3)
        size: Tokens.mm(Tokens.portrait ? 24 : 21)
        series: screen.view.series
        icon: screen.view.icon
    }

    Column {
        id: heading

        anchors.left: badge.right
        anchors.leftMargin: Tokens.gap
        anchors.right: parent.right
        anchors.rightMargin: Tokens.margin
        anchors.top: badge.top
        spacing: Tokens.mm(1)

        Words {
            width: parent.width
            text: screen.view.name
            font.bold: true
            font.pixelSize: Tokens.title
            lineHeight: 1.02
        }

        Words {
            width: parent.width
            text: screen.view.place
            color: Tokens.quiet
            font.pixelSize: Tokens.small
        }
    }

    Words {
        id: question

        x: Tokens.margin
        y: Math.max(badge.y + badge.height, heading.y + heading.height) + Tokens.mm(Tokens.portrait ? 7 : 3)
        width: parent.width - 2 * x
        text: qsTrId("services.title")
    }

    ScrollArea {
        id: list

        x: Tokens.margin
        anchors.top: question.bottom
        anchors.topMargin: Tokens.mm(3)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Tokens.mm(4)
        width: parent.width - 2 * x

        Grid {
            id: grid

            columns: screen.columns
            columnSpacing: Tokens.gap
            rowSpacing: Tokens.gap

            Repeater {
                model: screen.view.rows

                ServiceTile {
                    width: Math.floor((list.innerWidth - (grid.columns - 1) * grid.columnSpacing) / grid.columns)
                    onTouched: screen.view.choose(service)
                }
            }
        }
    }
}
