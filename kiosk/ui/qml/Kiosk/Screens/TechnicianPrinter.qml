pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// The printer: what is seen of it, what to do about that, and the two things that can be done here.
Column {
    id: printer

    required property TechnicianView view
    readonly property bool beside: Tokens.scale < 1.4

    spacing: Tokens.mm(4)

    Fact {
        width: parent.width
        icon: "printer"
        words: printer.view.printer
        more: printer.view.mend
        large: true
        trouble: !printer.view.prints
    }

    Words {
        objectName: "trial:last"
        width: parent.width
        visible: printer.view.trial !== ""
        text: printer.view.trial + "\n" + printer.view.roll
        color: Tokens.quiet
        font.pixelSize: Tokens.small
    }

    Grid {
        id: buttons

        readonly property int cell: Math.floor((width - (columns - 1) * spacing) / columns)

        width: parent.width
        columns: printer.beside ? 2 : 1
        spacing: Tokens.gap

        SecondaryButton {
            objectName: "trial"
            width: buttons.cell
            icon: "ticket"
            label: qsTrId("technician.trial")
            onTouched: printer.view.tryPrinter()
        }

        SecondaryButton {
            objectName: "new-roll"
            width: buttons.cell
            icon: "paper"
            label: qsTrId("technician.new_roll")
            onTouched: printer.view.newRoll()
        }
    }
}
