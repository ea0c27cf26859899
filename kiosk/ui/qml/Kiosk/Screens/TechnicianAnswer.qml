pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// The foot of the technician's page: what is asked, goes on or has ended, and what can be answered.
Column {
    id: answer

    required property TechnicianView view
    readonly property bool asked: view.yes !== ""

    spacing: Tokens.mm(3)

    Words {
        objectName: "told"
        width: parent.width
        visible: text !== ""
        text: answer.view.told
        color: answer.view.well ? Tokens.ink : Tokens.trouble
        font.bold: true
    }

    Row {
        width: parent.width
        visible: !answer.view.busy
        spacing: Tokens.gap

        PrimaryButton {
            objectName: "cancel"
            width: Math.floor((answer.width - Tokens.gap) * 0.35)
            visible: answer.asked
            outlined: true
            label: qsTrId("technician.no")
            onTouched: answer.view.cancel()
        }

        PrimaryButton {
            objectName: "confirm"
            width: answer.width - Math.floor((answer.width - Tokens.gap) * 0.35) - Tokens.gap
            visible: answer.asked
            capitals: 5.5
            icon: "check"
            label: answer.view.yes
            onTouched: answer.view.confirm()
        }

        PrimaryButton {
            objectName: "close"
            width: answer.width
            visible: !answer.asked
            capitals: 5.5
            icon: "close"
            label: qsTrId("technician.close")
            onTouched: answer.view.close()
        }
    }
}
