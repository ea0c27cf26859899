pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// What else can be done with a way: have it on paper, or take the number that was wanted at first.
Item {
    id: others

    required property WayView view
    property bool brief: false
    readonly property bool another: view.original !== ""
    readonly property int count: (view.leads ? 1 : 0) + (another ? 1 : 0)
    readonly property int share: Math.floor((width - (count - 1) * Tokens.gap) / Math.max(1, count))
    readonly property int least: Math.max(paper.implicitHeight, another ? original.implicitHeight : 0)

    SecondaryButton {
        id: paper

        objectName: "way:print"
        width: others.share
        height: others.height
        visible: others.view.leads
        icon: others.view.phase === "stuck" ? "info" : others.view.phase === "printed" ? "check" : "printer"
        label: qsTrId("way.print")
        told: others.view.paper
        onTouched: others.view.printWay()
    }

    SecondaryButton {
        id: original

        objectName: "way:original"
        x: others.view.leads ? others.share + Tokens.gap : 0
        width: others.share
        height: others.height
        visible: others.another
        icon: "ticket"
        label: qsTrId("way.original")
        under: others.view.original
        brief: others.brief
        onTouched: others.view.takeOriginal()
    }
}
