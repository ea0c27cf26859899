pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// Choose an agency, or search over every service and document.
Item {
    id: screen

    required property AgenciesView view
    readonly property bool beside: view.searching && !Tokens.portrait
    readonly property int columns: Math.max(1, Math.floor((tiles.innerWidth + Tokens.gap) / (Tokens.mm(108) * Tokens.scale + Tokens.gap)))

    Words {
        id: title

        x: Tokens.margin
        y: Tokens.mm(Tokens.portrait ? 4 : 3)
        width: parent.width - 2 * x - summary.implicitWidth - Tokens.gap
        visible: !screen.view.searching && !Tokens.compact
        text: qsTrId("agencies.title")
        font.bold: true
        font.pixelSize: Math.round(Tokens.title * 0.9)
        lineHeight: 1.02
    }

    Words {
        id: summary

        anchors.right: parent.right
        anchors.rightMargin: Tokens.margin
        anchors.baseline: title.baseline
        visible: title.visible
        text: screen.view.summary
        color: Tokens.quiet
        font.pixelSize: Tokens.small
        wrapMode: Text.NoWrap
    }

    SearchField {
        id: field

        x: Tokens.margin
        y: title.y + (title.visible ? title.height + Tokens.mm(Tokens.portrait ? 4 : 2) : 0)
        width: screen.beside ? keyboard.x - x - Tokens.gap : parent.width - 2 * x
        query: screen.view.query
        searching: screen.view.searching
        onOpened: screen.view.type("")
        onClosed: screen.view.endSearch()
    }

    Words {
        id: answer

        x: Tokens.margin
        anchors.top: field.bottom
        anchors.topMargin: Tokens.mm(3)
        width: field.width
        visible: screen.view.searching
        text: screen.view.answer
        color: Tokens.quiet
        font.pixelSize: Tokens.small
    }

    ScrollArea {
        id: tiles

        x: Tokens.margin
        anchors.top: field.bottom
        anchors.topMargin: Tokens.gap
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Tokens.mm(1.5)
        width: parent.width - 2 * x
        visible: !screen.view.searching

        Grid {
            id: grid

            columns: screen.columns
            spacing: Tokens.gap

            Repeater {
                model: screen.view.tiles

                AgencyTile {
                    width: Math.floor((tiles.innerWidth - (grid.columns - 1) * grid.spacing) / grid.columns)
                    height: Math.max(Tokens.tile, implicitHeight)
                    onTouched: screen.view.choose(agency)
                }
            }
        }
    }

    ScrollArea {
        id: results

        x: Tokens.margin
        anchors.top: answer.bottom
        anchors.topMargin: Tokens.mm(3)
        anchors.bottom: screen.beside ? parent.bottom : keyboard.top
        anchors.bottomMargin: Tokens.mm(4)
        width: field.width
        visible: screen.view.searching && found.count > 0
        spacing: Tokens.gap

        Repeater {
            id: found

            model: screen.view.found

            ServiceTile {
                width: results.innerWidth
                bare: screen.beside && Tokens.scale > 1.2
                onTouched: screen.view.chooseService(service)
            }
        }
    }

    Keyboard {
        id: keyboard

        anchors.right: parent.right
        anchors.rightMargin: Tokens.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Tokens.mm(4)
        width: Tokens.portrait ? parent.width - 2 * Tokens.margin : Math.min(Math.round(parent.width * 0.58), Tokens.mm(205))
        visible: screen.view.searching
        query: screen.view.query
        onTyped: query => screen.view.type(query)
    }
}
