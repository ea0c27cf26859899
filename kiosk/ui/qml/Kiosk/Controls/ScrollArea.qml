pragma ComponentBehavior: Bound

import QtQuick

// What does not fit is reached by dragging, or by two large buttons that appear only when needed;
// between them a track shows where one is.
Item {
    id: area

    default property alias content: column.data
    property int spacing: Tokens.gap
    readonly property bool overflows: column.implicitHeight > height + 1
    readonly property bool moving: move.running || flick.moving
    readonly property int innerWidth: width - (overflows ? Tokens.target + Tokens.gap : 0)

    function toTop() {
        move.stop();
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

    FootButton {
        id: up

        objectName: "scroll:up"
        anchors.right: parent.right
        anchors.top: parent.top
        visible: area.overflows
        label: qsTrId("frame.more_up")
        icon: "up"
        repeats: true
        opacity: flick.atYBeginning ? 0.4 : 1
        onTouched: area.by(-1)
    }

    Rectangle {
        id: track

        anchors.horizontalCenter: up.horizontalCenter
        anchors.top: up.bottom
        anchors.topMargin: Tokens.gap
        anchors.bottom: down.top
        anchors.bottomMargin: Tokens.gap
        width: Tokens.mm(2)
        radius: width / 2
        visible: area.overflows && height > Tokens.mm(12)
        color: Tokens.hairline

        Rectangle {
            width: parent.width
            height: Math.max(Tokens.mm(8), Math.round(track.height * flick.visibleArea.heightRatio))
            y: Math.round((track.height - height) * flick.visibleArea.yPosition / Math.max(0.001, 1 - flick.visibleArea.heightRatio))
            radius: width / 2
            color: Tokens.edge
        }
    }

    FootButton {
        id: down

        objectName: "scroll:down"
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        visible: area.overflows
        label: qsTrId("frame.more_down")
        icon: "down"
        repeats: true
        opacity: flick.atYEnd ? 0.4 : 1
        onTouched: area.by(1)
    }
}
