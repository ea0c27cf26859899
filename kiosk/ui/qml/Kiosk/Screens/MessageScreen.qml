pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls

// One calm sentence in the middle, and perhaps one thing to do.
Item {
    id: screen

    property string icon: ""
    property string title: ""
    property string words: ""
    property string more: ""
    property string action: ""

    signal acted

    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width - 4 * Tokens.margin, Tokens.mm(300))
        spacing: Tokens.mm(7)

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: screen.icon
            tint: Tokens.primary
            size: Tokens.mm(30)
        }

        Words {
            width: parent.width
            text: screen.title
            font.bold: true
            font.pixelSize: Tokens.title
            horizontalAlignment: Text.AlignHCenter
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: screen.words
            horizontalAlignment: Text.AlignHCenter
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: screen.more
            font.bold: true
            horizontalAlignment: Text.AlignHCenter
        }
    }

    PrimaryButton {
        objectName: "again"
        x: Tokens.margin
        width: parent.width - 2 * x
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Tokens.mm(4)
        visible: screen.action !== ""
        label: screen.action
        onTouched: screen.acted()
    }
}
