pragma ComponentBehavior: Bound

import QtQuick

// The citizen's number on gold, as large as the plate lets it be; it shrinks and never wraps.
Rectangle {
    id: plate

    property string label: ""
    property string title: ""
    property string priority: ""
    readonly property bool low: height < Tokens.mm(70)

    radius: Tokens.mm(4)
    color: Tokens.gold
    border.width: Tokens.plain ? 0 : Tokens.stroke
    border.color: Tokens.goldInk

    Words {
        id: caption

        anchors.horizontalCenter: parent.horizontalCenter
        y: Tokens.mm(plate.low ? 2 : 5)
        text: plate.title + (plate.low && plate.priority ? " · " + plate.priority : "")
        color: Tokens.goldInk
        font.bold: true
        font.pixelSize: Tokens.cap(5.5)
        wrapMode: Text.NoWrap
    }

    Words {
        objectName: "label"
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: caption.bottom
        anchors.bottom: stamp.visible ? stamp.top : parent.bottom
        anchors.leftMargin: Tokens.mm(8)
        anchors.rightMargin: Tokens.mm(8)
        text: plate.label
        color: Tokens.goldInk
        font.bold: true
        font.pixelSize: Tokens.number
        fontSizeMode: Text.Fit
        minimumPixelSize: Tokens.cap(6)
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        wrapMode: Text.NoWrap
        lineHeight: 1
    }

    Rectangle {
        id: stamp

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Tokens.mm(5)
        width: word.implicitWidth + Tokens.mm(12)
        height: word.implicitHeight + Tokens.mm(3)
        radius: height / 2
        visible: plate.priority !== "" && !plate.low
        color: Tokens.goldInk

        Words {
            id: word

            anchors.centerIn: parent
            text: plate.priority
            color: Tokens.gold
            font.bold: true
            font.pixelSize: Tokens.cap(5.5)
            wrapMode: Text.NoWrap
        }
    }
}
