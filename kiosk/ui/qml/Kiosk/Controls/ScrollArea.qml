pragma ComponentBehavior: Bound

import QtQuick

// What does not fit is reached by dragging, or by two large buttons that appear only when needed: below the
// content on a tall screen, where everybody reaches them, and beside it on a wide one, in a gutter that is
// always kept: whether the content overflows must not depend on its own width. A track shows where one is.
Item {
    id: area

    default property alias content: column.data
    property int spacing: Tokens.gap
    readonly property bool overflows: column.implicitHeight > height + 1
    readonly property bool moving: move.running || flick.moving
    readonly property bool below: overflows && Tokens.portrait
    readonly property int gutter: Tokens.portrait ? 0 : Tokens.target + Tokens.gap
    readonly property int innerWidth: width - gutter

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
        height: area.height - (area.below ? up.height + Tokens.gap : 0)
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
        x: area.below ? 0 : area.width - width
        y: area.below ? area.height - height : 0
        width: area.below ? Math.floor((area.width - Tokens.gap) / 2) : Tokens.target
        visible: area.overflows
        label: qsTrId("frame.more_up")
        word: area.below ? label : ""
        icon: "up"
        repeats: true
        faint: flick.atYBeginning
        onTouched: area.by(-1)
    }

    FootButton {
        id: down

        objectName: "scroll:down"
        x: area.width - width
        y: area.height - height
        width: up.width
        visible: area.overflows
        label: qsTrId("frame.more_down")
        word: area.below ? label : ""
        icon: "down"
        repeats: true
        faint: flick.atYEnd
        onTouched: area.by(1)
    }

    Rectangle {
        id: track

        x: area.below ? area.width + Tokens.mm(3) : up.x + Math.round((up.width - width) / 2)
        y: area.below ? 0 : up.height + Tokens.gap
        width: Tokens.mm(2)
        height: area.below ? flick.height : down.y - Tokens.gap - y
        radius: width / 2
        visible: area.overflows && height > Tokens.mm(12)
        color: Tokens.plain ? Tokens.hairline : Tokens.paper
        border.width: Tokens.plain ? 0 : Tokens.hair
        border.color: Tokens.edge

        Rectangle {
            width: parent.width
            height: Math.max(Tokens.mm(8), Math.round(track.height * flick.visibleArea.heightRatio))
            y: Math.round((track.height - height) * flick.visibleArea.yPosition / Math.max(0.001, 1 - flick.visibleArea.heightRatio))
            radius: width / 2
            color: Tokens.edge
        }
    }
}
