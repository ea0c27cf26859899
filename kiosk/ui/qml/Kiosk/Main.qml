pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Screens
import KioskViews

// The window: one frame, and the screen that wins.
Window {
    id: window

    required property FrameView frame
    required property WelcomeView welcome
    required property AgenciesView agencies
    required property ServicesView services
    required property ServiceView service
    required property HoldingView holding
    required property RefusedView refused
    required property real pxPerMm
    required property real capRatio
    required property string family
    property int lowered: 0
    property bool warm: false
    readonly property string shown: frame.screen
    readonly property bool idle: shown === "welcome" || shown === "starting"

    function shows(name: string): bool {
        return shown === name;
    }

    color: Tokens.paper
    title: frame.mall

    Binding {
        target: Tokens
        property: "family"
        value: window.family
    }

    Binding {
        target: Tokens
        property: "capRatio"
        value: window.capRatio
    }

    Binding {
        target: Tokens
        property: "pxPerMm"
        value: window.pxPerMm
    }

    Binding {
        target: Tokens
        property: "textSize"
        value: window.frame.textSize
    }

    Binding {
        target: Tokens
        property: "contrast"
        value: window.frame.contrast
    }

    Binding {
        target: Tokens
        property: "portrait"
        value: window.height > window.width
    }

    Binding {
        target: Tokens
        property: "compact"
        value: window.height <= window.width && window.height < 230 * window.pxPerMm
    }

    Item {
        id: stage

        anchors.fill: parent
        anchors.topMargin: window.frame.lowReach ? window.lowered : 0
        enabled: !window.welcome.warned && !window.frame.helped

        WelcomeScreen {
            anchors.fill: parent
            visible: window.idle
            view: window.welcome
            frame: window.frame
        }

        Head {
            id: head

            width: parent.width
            visible: !window.idle
            frame: window.frame
        }

        TroubleBand {
            id: trouble

            anchors.top: head.bottom
            width: parent.width
            words: window.idle || window.shows("ticket") ? "" : window.frame.trouble
        }

        Item {
            anchors.top: trouble.bottom
            anchors.bottom: foot.top
            width: parent.width

            Loader {
                anchors.fill: parent
                active: window.warm
                visible: window.shows("agencies")
                sourceComponent: AgenciesScreen {
                    view: window.agencies
                }
            }

            Loader {
                anchors.fill: parent
                active: window.warm
                visible: window.shows("services")
                sourceComponent: ServicesScreen {
                    view: window.services
                }
            }

            Loader {
                anchors.fill: parent
                active: window.warm
                visible: window.shows("service")
                sourceComponent: ServiceScreen {
                    view: window.service
                }
            }

            Loader {
                anchors.fill: parent
                active: window.warm
                visible: window.shows("ticket")
                sourceComponent: TicketScreen {
                    view: window.holding
                }
            }

            MessageScreen {
                anchors.fill: parent
                visible: window.shows("issuing")
                icon: "ticket"
                title: qsTrId("issuing.title")
            }

            MessageScreen {
                anchors.fill: parent
                visible: window.shows("refused")
                icon: "info"
                title: qsTrId("refused.title")
                words: window.refused.cause
                more: window.refused.opens
                action: qsTrId("refused.again")
                onActed: window.refused.again()
            }
        }

        Foot {
            id: foot

            anchors.bottom: parent.bottom
            width: parent.width
            visible: !window.idle
            frame: window.frame
            leaving: !window.shows("ticket") && !window.shows("issuing")
        }
    }

    Rectangle {
        width: parent.width
        height: stage.anchors.topMargin
        visible: height > 0
        color: Tokens.plain ? Tokens.primary : Tokens.paper
    }

    HelpLayer {
        anchors.fill: parent
        visible: window.frame.helped && !window.welcome.warned
        frame: window.frame
    }

    IdleWarning {
        anchors.fill: parent
        visible: window.welcome.warned
        welcome: window.welcome
        frame: window.frame
    }
}
