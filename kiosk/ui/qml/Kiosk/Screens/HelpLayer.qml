pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// How to come to a number, and who helps; any touch puts it away.
Rectangle {
    id: layer

    required property FrameView frame
    readonly property var steps: [qsTrId("help.agency"), qsTrId("help.service"), qsTrId("help.number")]

    color: Tokens.plain ? "#EB1B1A17" : Tokens.paper

    Touchable {
        anchors.fill: parent
        objectName: "help:away"
        label: qsTrId("help.close")
        onTouched: layer.frame.help()
    }

    Rectangle {
        anchors.centerIn: parent
        width: Math.min(parent.width - 3 * Tokens.margin, Tokens.mm(250))
        height: Math.min(parent.height - Tokens.mm(8), Tokens.mm(170 * Tokens.largeScale))
        radius: Tokens.mm(4)
        color: Tokens.paper
        border.width: Tokens.stroke
        border.color: Tokens.edge

        ScrollArea {
            id: lines

            x: Tokens.mm(12)
            y: Tokens.mm(10)
            width: parent.width - 2 * x
            height: close.y - y - Tokens.gap

            Column {
                id: body

                width: lines.innerWidth
                spacing: Tokens.mm(Tokens.compact ? 3 : 6)

                Words {
                    width: parent.width
                    text: qsTrId("help.title")
                    font.bold: true
                    font.pixelSize: Tokens.title
                }

                Repeater {
                    model: layer.steps

                    Row {
                        id: step

                        required property string modelData
                        required property int index

                        width: body.width
                        spacing: Tokens.mm(4)

                        Words {
                            id: number

                            text: step.index + 1
                            color: Tokens.primary
                            font.bold: true
                        }

                        Words {
                            width: parent.width - number.width - step.spacing
                            text: step.modelData
                        }
                    }
                }

                Words {
                    width: parent.width
                    text: qsTrId("help.desk")
                    color: Tokens.quiet
                    font.pixelSize: Tokens.small
                }
            }
        }

        PrimaryButton {
            id: close

            objectName: "help:close"
            x: Tokens.mm(12)
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Tokens.mm(8)
            width: parent.width - 2 * x
            label: qsTrId("help.close")
            onTouched: layer.frame.help()
        }
    }
}
