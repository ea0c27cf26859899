pragma ComponentBehavior: Bound

import QtQuick

// What does not fit is reached by dragging, or by two large buttons that appear only when needed.
Item {
    id: area

    default property alias content: column.data
    property int spacing: Tokens.gap
    readonly property bool overflows: column.implicitHeight > height + 1
    readonly property bool moving: move.running || flick.moving
    readonly property int innerWidth: width - (overflows ? Tokens.target + Tokens.gap : 0)

    function toTop() {
        flick.contentY = 0;
    }

    function by(pages: real) {
        const most = Math.max(0, flick.contentHeight - flick.height);
        move.to = Math.max(0, Math.min(most, flick.contentY + pages * flick.height * 0.8));
        move.restart();
    }

    NumberAnimation {
        id: move

        target: flick
        property: "contentY"
        duration: Tokens.motion ? 160 : 0
        easing.type: Easing.OutCubic
    }

    Flickable {
        id: flick

        width: area.innerWidth
        height: area.height
        contentWidth: width
        contentHeight: column.implicitHeight
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        interactive: area.overflows

        Column {
            id: column

            width: flick.width
            spacing: area.spacing
        }
    }

    Column {
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        spacing: Tokens.gap
        visible: area.overflows

        FootButton {
            objectName: "scroll:up"
            label: qsTrId("frame.more_up")
            icon: "up"
            repeats: true
            opacity: flick.atYBeginning ? 0.35 : 1
            height: Tokens.mm(24)
            onTouched: area.by(-1)
        }

        FootButton {
            objectName: "scroll:down"
            label: qsTrId("frame.more_down")
            icon: "down"
            repeats: true
            opacity: flick.atYEnd ? 0.35 : 1
            height: Tokens.mm(24)
            onTouched: area.by(1)
        }
    }
}
