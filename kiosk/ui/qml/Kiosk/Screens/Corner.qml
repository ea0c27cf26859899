pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// The hidden corner: nothing is seen there; whoever holds it long enough is a technician.
Item {
    id: corner

    required property FrameView frame

    objectName: "corner"
    width: Tokens.mm(22)
    height: Tokens.mm(15)

    TapHandler {
        dragThreshold: Tokens.slop
        gesturePolicy: TapHandler.DragThreshold
        onPressedChanged: corner.frame.holdCorner(pressed)
    }
}
