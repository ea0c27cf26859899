pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls

// What is wrong with the paper, in one line under the head.
Rectangle {
    id: band

    property string words: ""

    height: words ? text.implicitHeight + Tokens.mm(6) : 0
    visible: words !== ""
    color: Tokens.troublePaper

    Icon {
        id: sign

        x: Tokens.margin
        anchors.verticalCenter: parent.verticalCenter
        name: "paper"
        tint: Tokens.trouble
        size: Tokens.mm(9)
    }

    Words {
        id: text

        anchors.left: sign.right
        anchors.leftMargin: Tokens.mm(3)
        anchors.right: parent.right
        anchors.rightMargin: Tokens.margin
        anchors.verticalCenter: parent.verticalCenter
        text: band.words
        color: Tokens.trouble
        font.bold: true
        font.pixelSize: Tokens.small
    }
}
