pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// Nobody is here: the mall greets in all its languages, and a touch anywhere begins.
Item {
    id: screen

    required property WelcomeView view
    required property FrameView frame

    Touchable {
        anchors.fill: parent
        objectName: "welcome"
        label: qsTrId("welcome.touch")
        ringRadius: 0
        onTouched: screen.view.begin("")
    }

    Rectangle {
        id: field

        width: parent.width
        height: Math.round(parent.height * (Tokens.portrait ? 0.48 : 0.46))
        color: Tokens.plain ? Tokens.primary : Tokens.paper

        Words {
            id: mallName

            x: Tokens.margin * 1.5
            y: Tokens.margin * (Tokens.compact ? 0.7 : 1.4)
            width: parent.width - x - clock.width - Tokens.margin * 2.5
            text: screen.frame.mall
            color: Tokens.plain ? Tokens.primaryInk : Tokens.ink
            font.bold: true
            font.pixelSize: Tokens.cap(6.5)
        }

        Column {
            id: clock

            anchors.right: parent.right
            anchors.rightMargin: Tokens.margin * 1.5
            anchors.top: mallName.top

            Words {
                anchors.right: parent.right
                text: screen.frame.clock
                color: Tokens.plain ? Tokens.primaryInk : Tokens.ink
                font.bold: true
                font.pixelSize: Tokens.cap(10)
                lineHeight: 1
            }

            Words {
                anchors.right: parent.right
                text: screen.frame.date
                color: Tokens.plain ? Tokens.primaryInk : Tokens.ink
                font.pixelSize: Tokens.cap(4.8)
            }
        }

        Column {
            anchors.left: mallName.left
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Tokens.margin * (Tokens.portrait ? 2.4 : Tokens.compact ? 0.6 : 1.4)
            width: parent.width - Tokens.margin * 3
            spacing: Tokens.mm(Tokens.portrait ? 7 : 4)

            Words {
                width: parent.width
                text: screen.view.greeting
                color: Tokens.plain ? Tokens.primaryInk : Tokens.ink
                font.bold: true
                font.pixelSize: Tokens.cap(Tokens.portrait ? 18 : Tokens.compact ? 11 : 13)
                lineHeight: 1.04
            }

            Words {
                width: parent.width
                text: qsTrId("welcome.promise")
                color: Tokens.plain ? Tokens.primaryInk : Tokens.ink
                font.pixelSize: Tokens.cap(Tokens.portrait ? 8 : 6.5)
            }
        }
    }

    Ornament {
        id: ornament

        anchors.top: field.bottom
        width: parent.width
        tall: Tokens.mm(Tokens.portrait ? 14 : 9)
        visible: Tokens.plain
    }

    Column {
        id: today

        x: Tokens.margin * 1.5
        anchors.top: ornament.bottom
        anchors.topMargin: Tokens.mm(Tokens.portrait ? 11 : Tokens.compact ? 3 : 5)
        width: parent.width - 2 * x
        spacing: Tokens.mm(Tokens.portrait ? 6 : Tokens.compact ? 1 : 3)

        Row {
            spacing: Tokens.mm(4)

            Icon {
                name: "clock"
                tint: Tokens.primary
                size: Tokens.mm(11)
                anchors.verticalCenter: parent.verticalCenter
            }

            Words {
                anchors.verticalCenter: parent.verticalCenter
                text: screen.view.hours
                font.bold: true
                font.pixelSize: Tokens.cap(Tokens.portrait ? 8 : 6.5)
            }
        }

        Repeater {
            model: screen.view.notices

            StateLine {
                required property string sign
                required property string notice

                mark: sign
                words: notice
                width: today.width
                visible: y + height < languages.y - today.y
            }
        }
    }

    Flow {
        id: languages

        readonly property int columns: Math.max(1, Math.min(languageList.count, Tokens.portrait ? 2 : 3))

        x: Tokens.margin * 1.5
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Tokens.compact ? Tokens.mm(7) : Tokens.margin * 1.5
        width: parent.width - 2 * x
        spacing: Tokens.gap

        Repeater {
            id: languageList

            model: screen.frame.languages

            LanguageButton {
                width: Math.floor((languages.width - (languages.columns - 1) * languages.spacing) / languages.columns)
                height: Tokens.mm(Tokens.portrait ? (languageList.count > 2 ? 34 : 52) : Tokens.compact ? 26 : 34)
                onTouched: screen.view.begin(code)
            }
        }
    }
}
