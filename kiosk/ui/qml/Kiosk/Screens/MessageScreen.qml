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
    readonly property int room: action ? again.y : height

    signal acted

    ScrollArea {
        id: area

        x: Math.round((parent.width - innerWidth) / 2)
        y: Tokens.mm(4)
        width: Math.min(parent.width - 2 * Tokens.margin - 2 * gutter, Tokens.mm(300)) + gutter
        height: screen.room - Tokens.mm(8)
        spacing: 0

        Item {
            width: 1
            height: Math.max(0, Math.round((area.height - lines.implicitHeight) / 2))
        }

        Column {
            id: lines

            width: area.innerWidth
            spacing: Tokens.mm(Tokens.compact ? 4 : 7)

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                name: screen.icon
                tint: Tokens.primary
                size: Tokens.mm(Tokens.compact ? 18 : 30)
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
    }

    PrimaryButton {
        id: again

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
