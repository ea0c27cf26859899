pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// Asks whether somebody is still here; any touch says yes.
Rectangle {
    id: layer

    required property WelcomeView welcome
    required property FrameView frame

    color: Tokens.plain ? "#EB1B1A17" : Tokens.paper

    Touchable {
        anchors.fill: parent
        objectName: "warning"
        label: qsTrId("warning.here")
        onTouched: layer.frame.touched()
    }

    Rectangle {
        anchors.centerIn: parent
        width: Math.min(parent.width - 4 * Tokens.margin, Tokens.mm(240))
        height: column.implicitHeight + Tokens.mm(28)
        radius: Tokens.mm(4)
        color: Tokens.paper
        border.width: Tokens.stroke
        border.color: Tokens.edge

        Column {
            id: column

            anchors.centerIn: parent
            width: parent.width - Tokens.mm(28)
            spacing: Tokens.mm(7)

            Words {
                width: parent.width
                text: qsTrId("warning.title")
                font.bold: true
                font.pixelSize: Tokens.title
            }

            Words {
                width: parent.width
                text: qsTrId("warning.text")
            }

            PrimaryButton {
                objectName: "still-here"
                width: parent.width
                label: qsTrId("warning.here")
                onTouched: layer.frame.touched()
            }

            PrimaryButton {
                objectName: "leave"
                width: parent.width
                outlined: true
                label: qsTrId("warning.leave")
                onTouched: layer.frame.home()
            }
        }
    }
}
