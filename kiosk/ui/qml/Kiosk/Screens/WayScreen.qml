pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// The way: the stops in order, the wanted service last, and what can be done with them. On a wide screen with
// large text only the number keeps its place, and all else is in the list.
Item {
    id: screen

    required property WayView view
    readonly property string key: view.key
    readonly property bool crowded: !Tokens.portrait && Tokens.scale > 1.2 && view.leads
    readonly property bool beside: !Tokens.portrait && !crowded && view.leads
    readonly property int foot: beside ? Math.max(others.least, offer.implicitHeight) : offer.implicitHeight

    onKeyChanged: stops.toTop()

    WayHeading {
        id: heading

        x: Tokens.margin
        y: Tokens.mm(Tokens.portrait ? 5 : 2)
        width: parent.width - 2 * x
        visible: screen.view.leads && !screen.crowded
        view: screen.view
    }

    MessageScreen {
        anchors.top: parent.top
        anchors.bottom: others.top
        width: parent.width
        visible: !screen.view.leads
        icon: "info"
        title: screen.view.title
        words: screen.view.today
    }

    ScrollArea {
        id: stops

        x: Tokens.margin
        anchors.top: screen.crowded ? parent.top : heading.bottom
        anchors.topMargin: Tokens.mm(Tokens.portrait ? 4 : 2)
        anchors.bottom: Tokens.portrait ? others.top : offer.top
        anchors.bottomMargin: Tokens.mm(Tokens.portrait ? 5 : 3)
        width: parent.width - 2 * x
        visible: screen.view.leads
        spacing: Tokens.mm(Tokens.portrait ? 3.5 : 3)

        WayHeading {
            width: stops.innerWidth
            visible: screen.crowded
            view: screen.view
        }

        Repeater {
            id: list

            model: screen.view.stops

            WayStop {
                width: stops.innerWidth
                wide: !Tokens.portrait && Tokens.scale < (Tokens.compact ? 1.2 : 1.4)
                roomy: list.count <= 2
                choosable: screen.view.scanned
                overhang: stops.spacing
                onTouched: screen.view.choose(number)
            }
        }

        WayOthers {
            width: stops.innerWidth
            height: least
            visible: screen.crowded
            view: screen.view
        }
    }

    WayOthers {
        id: others

        x: screen.beside ? offer.x + offer.width + Tokens.gap : Tokens.margin
        y: screen.beside ? offer.y : offer.y - height - (screen.view.leads ? Tokens.gap : 0)
        width: screen.beside ? parent.width - Tokens.margin - x : parent.width - 2 * x
        height: screen.beside ? screen.foot : count ? least : 0
        visible: !screen.crowded
        brief: screen.beside
        view: screen.view
    }

    WayNumber {
        id: offer

        x: Tokens.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Tokens.mm(Tokens.compact ? 3.5 : 4)
        width: Math.round((parent.width - 2 * x) * (screen.beside ? (others.count > 1 ? 0.62 : 0.76) : 1))
        height: screen.foot
        view: screen.view
    }
}
