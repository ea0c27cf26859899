pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// The foot band within everybody's reach: the way back, the modes, the languages.
Rectangle {
    id: foot

    required property FrameView frame
    property bool leaving: true
    readonly property bool crowded: Tokens.portrait && (Tokens.scale > 1.3 || speakers.count > 2)

    implicitHeight: Tokens.mm(Tokens.compact ? 22 : Tokens.portrait ? 27 : 25)
    color: Tokens.band

    Rectangle {
        width: parent.width
        height: Tokens.hair
        color: Tokens.hairline
    }

    Row {
        x: Tokens.margin
        anchors.verticalCenter: parent.verticalCenter
        spacing: Tokens.gap
        visible: foot.leaving

        FootButton {
            objectName: "back"
            label: qsTrId("frame.back")
            word: label
            icon: "back"
            onTouched: foot.frame.back()
        }

        FootButton {
            objectName: "home"
            label: qsTrId("frame.home")
            word: foot.crowded ? "" : label
            icon: "home"
            onTouched: foot.frame.home()
        }
    }

    Row {
        anchors.right: parent.right
        anchors.rightMargin: Tokens.margin
        anchors.verticalCenter: parent.verticalCenter
        spacing: Tokens.gap

        Repeater {
            id: speakers

            model: foot.frame.languages

            FootButton {
                required property string code
                required property string name
                required property bool chosen

                objectName: "speak:" + code
                visible: !chosen
                label: name
                word: foot.crowded || Tokens.scale > 1.3 || (Tokens.portrait && name.length > 10) ? code.toUpperCase() : name
                icon: speakers.count > 2 && foot.crowded ? "" : "language"
                onTouched: foot.frame.chooseLanguage(code)
            }
        }

        FootButton {
            objectName: "help"
            label: qsTrId("frame.help")
            icon: "help"
            on: foot.frame.helped
            onTouched: foot.frame.help()
        }

        FootButton {
            objectName: "text-size"
            label: qsTrId("frame.text_size")
            icon: "text-size"
            on: foot.frame.textSize > 0
            onTouched: foot.frame.nextTextSize()
        }

        FootButton {
            objectName: "contrast"
            label: qsTrId("frame.contrast")
            icon: "contrast"
            on: foot.frame.contrast !== "house"
            onTouched: foot.frame.nextContrast()
        }

        FootButton {
            objectName: "reach"
            label: qsTrId("frame.reach")
            icon: "reach"
            visible: Tokens.portrait
            on: foot.frame.lowReach
            onTouched: foot.frame.toggleReach()
        }
    }
}
