pragma ComponentBehavior: Bound

import QtQuick

// Anything that can be touched: acts on release, forgives 8 mm of slip, ignores a second touch of the same
// control or the same spot within half a second (EN 301 549 clause 5.8), and can be pressed by keys and by
// a screen reader. The spot counts because the first touch may have put another screen under the finger.
Item {
    id: touchable

    property string label: ""
    readonly property bool pressed: tap.pressed
    property double lastTouch: 0
    property bool repeats: false
    property int ringRadius: Tokens.corner

    signal touched

    function act() {
        const now = Date.now();
        if (!repeats && now - lastTouch < 500)
            return;
        lastTouch = now;
        touched();
    }

    function actAt(spot: point) {
        const trembles = LastTouch.near(spot);
        LastTouch.note(spot);
        if (repeats || !trembles)
            act();
    }

    // A list gives its delegates to other rows: what was touched there is not what is touched here.
    onObjectNameChanged: lastTouch = 0
    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.name: label
    Accessible.focusable: true
    Accessible.onPressAction: act()
    Keys.onReturnPressed: act()
    Keys.onEnterPressed: act()
    Keys.onSpacePressed: act()

    TapHandler {
        id: tap

        dragThreshold: Tokens.slop
        gesturePolicy: TapHandler.DragThreshold
        longPressThreshold: 60 // seconds; a slow hand touches too, where Qt would stop at 0.8
        onTapped: eventPoint => touchable.actAt(eventPoint.scenePosition)
    }

    Rectangle {
        z: 9
        anchors.fill: parent
        radius: touchable.ringRadius
        color: "transparent"
        border.width: Tokens.ring
        border.color: Tokens.edge
        visible: touchable.pressed && !Tokens.plain
    }

    Rectangle {
        z: 10
        anchors.fill: parent
        anchors.margins: -Tokens.ring
        radius: touchable.ringRadius + Tokens.ring
        color: "transparent"
        border.width: Tokens.ring
        border.color: Tokens.plain ? Tokens.gold : Tokens.ink
        visible: touchable.activeFocus
    }
}
