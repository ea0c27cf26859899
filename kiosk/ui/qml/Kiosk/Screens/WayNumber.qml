pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// The number of the stop that is offered, or why there is none now.
Item {
    id: offer

    required property WayView view
    readonly property bool open: view.leads && view.shut === ""

    implicitHeight: open ? Math.max(take.implicitHeight, priority.visible ? priority.implicitHeight : 0) : view.leads ? closed.implicitHeight : 0

    PrimaryButton {
        id: take

        objectName: "way:take"
        width: priority.visible ? Math.round((parent.width - Tokens.gap) * 0.6) : parent.width
        height: parent.height
        visible: offer.open
        icon: "ticket"
        capitals: priority.visible && (Tokens.portrait || Tokens.compact) ? 6.5 : 7.5
        label: offer.view.take
        onTouched: offer.view.takeNumber()
    }

    PrimaryButton {
        id: priority

        objectName: "way:take:priority"
        x: take.width + Tokens.gap
        width: parent.width - x
        height: parent.height
        visible: offer.open && offer.view.priorityOffered
        outlined: true
        icon: "priority"
        label: qsTrId("service.take_priority")
        under: Tokens.portrait ? qsTrId("service.priority_who") : ""
        onTouched: offer.view.takePriority()
    }

    Notice {
        id: closed

        width: parent.width
        height: parent.height
        visible: offer.view.leads && !offer.open
        mark: offer.view.mark
        title: offer.view.shutTitle
        words: offer.view.shut
    }
}
