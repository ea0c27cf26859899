pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// The technician's PIN: how many digits were typed is seen, and never which.
Item {
    id: screen

    required property PinView view
    readonly property int pad: Math.min(width - 2 * Tokens.margin, Tokens.mm(Tokens.portrait ? 190 : 120))

    Column {
        id: heading

        x: Tokens.portrait ? Math.round((parent.width - screen.pad) / 2) : Tokens.margin
        y: Tokens.portrait ? Math.max(Tokens.mm(4), Math.round((enter.y - height - keys.height) / 2)) : Tokens.mm(4)
        width: Tokens.portrait ? screen.pad : parent.width - screen.pad - 2 * x - Tokens.mm(12)
        spacing: Tokens.mm(Tokens.portrait ? 5 : 4)

        Words {
            width: parent.width
            text: qsTrId("technician.pin")
            font.bold: true
            font.pixelSize: Tokens.title
        }

        Words {
            objectName: "pin:told"
            width: parent.width
            text: screen.view.told
            color: screen.view.wrong ? Tokens.trouble : Tokens.quiet
            font.bold: screen.view.wrong
        }

        Item {
            width: parent.width
            height: Tokens.mm(6)

            Row {
                spacing: Tokens.mm(3)

                Repeater {
                    model: screen.view.typed

                    Rectangle {
                        width: Tokens.mm(6)
                        height: width
                        radius: width / 2
                        color: Tokens.ink
                    }
                }
            }
        }
    }

    PinKeys {
        id: keys

        x: Tokens.portrait ? heading.x : parent.width - width - Tokens.margin
        y: Tokens.portrait ? heading.y + heading.height + Tokens.mm(7) : heading.y
        width: screen.pad
        visible: !screen.view.shut
        onTyped: digit => screen.view.type(digit)
        onErased: screen.view.erase()
    }

    PrimaryButton {
        id: enter

        objectName: "pin:enter"
        x: Tokens.margin
        width: parent.width - 2 * x
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Tokens.mm(4)
        visible: screen.view.ready
        label: qsTrId("technician.open")
        icon: "check"
        onTouched: screen.view.enter()
    }
}
