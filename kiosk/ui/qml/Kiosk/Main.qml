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
    required property CheckView check
    required property WayView way
    required property HoldingView holding
    required property RefusedView refused
    required property PinView pin
    required property TechnicianView technician
    required property real pxPerMm
    required property real capRatio
    required property string family
    property int lowered: 0
    property bool warm: false
    readonly property string shown: frame.screen
    readonly property bool staff: shown === "pin" || shown === "technician"
    readonly property bool idle: shown === "welcome" || shown === "starting"

    function shows(name: string): bool {
        return shown === name;
    }

    component Later: Loader {
        required property string name

        anchors.fill: parent
        active: window.warm
        visible: window.shows(name)
    }

    color: Tokens.paper
    title: frame.mall

    Look {
        frame: window.frame
        area: window
        pxPerMm: window.pxPerMm
        capRatio: window.capRatio
        family: window.family
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
            words: window.idle || window.staff || window.shows("ticket") ? "" : window.frame.trouble
        }

        Item {
            anchors.top: trouble.bottom
            anchors.bottom: foot.top
            width: parent.width

            Later {
                name: "agencies"
                sourceComponent: AgenciesScreen {
                    view: window.agencies
                }
            }

            Later {
                name: "services"
                sourceComponent: ServicesScreen {
                    view: window.services
                }
            }

            Later {
                name: "service"
                sourceComponent: ServiceScreen {
                    view: window.service
                }
            }

            Later {
                name: "check"
                sourceComponent: CheckScreen {
                    view: window.check
                }
            }

            Later {
                name: "way"
                sourceComponent: WayScreen {
                    view: window.way
                }
            }

            Later {
                name: "ticket"
                sourceComponent: TicketScreen {
                    view: window.holding
                }
            }

            Later {
                name: "pin"
                sourceComponent: PinScreen {
                    view: window.pin
                }
            }

            Later {
                name: "technician"
                sourceComponent: TechnicianScreen {
                    view: window.technician
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
            leaving: !window.shows("ticket") && !window.shows("issuing") && !window.shows("technician")
        }

        Corner {
            frame: window.frame
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
