pragma ComponentBehavior: Bound

import QtQuick

// One stop of a way: where it is, whether it is open, what it gives for which later stop, and what to bring.
Item {
    id: stop

    required property int index
    required property string service
    required property int number
    required property string name
    required property string where
    required property string series
    required property string icon
    required property string mark
    required property string words
    required property string wait
    required property bool shut
    required property string until
    required property string gives
    required property string facts
    required property string brings
    required property var held
    required property var earlier
    required property string outside
    required property bool later
    required property bool goal
    required property bool chosen
    property bool wide: false
    property bool roomy: false
    property bool choosable: false
    property int overhang: 0
    readonly property int text: roomy ? Tokens.body : Tokens.small

    signal touched

    implicitHeight: card.height

    StopSign {
        id: sign

        height: parent.height
        number: stop.number
        first: stop.index === 0
        last: stop.goal
        hollow: stop.choosable ? !stop.chosen : stop.later
        overhang: stop.overhang
    }

    Rectangle {
        id: card

        x: sign.width + Tokens.mm(4)
        width: parent.width - x
        height: Math.max(parts.implicitHeight + 2 * parts.y, Tokens.tile)
        radius: Tokens.corner
        color: stop.shut ? Tokens.paper : Tokens.card
        border.width: stop.chosen ? Tokens.mm(1) : Tokens.hair
        border.color: stop.chosen ? Tokens.primary : Tokens.plain ? Tokens.hairline : Tokens.edge

        Grid {
            id: parts

            readonly property int first: stop.wide ? Math.round((width - columnSpacing) * (Tokens.compact ? 0.46 : 0.42)) : width
            readonly property int second: stop.wide ? width - columnSpacing - first : width

            x: Tokens.mm(5)
            y: Tokens.mm(3.2)
            width: parent.width - 2 * x
            columns: stop.wide ? 2 : 1
            columnSpacing: Tokens.mm(8)
            rowSpacing: Tokens.mm(stop.roomy ? 1.6 : 1)

            Column {
                width: parts.first
                spacing: Tokens.mm(1)

                Row {
                    width: parent.width
                    spacing: Tokens.mm(3)

                    SeriesMark {
                        id: badge

                        series: stop.series
                        icon: stop.icon
                        shut: stop.shut
                        size: Tokens.mm(Tokens.compact ? 13 : 15)
                    }

                    Column {
                        anchors.verticalCenter: parent.verticalCenter
                        width: parent.width - badge.width - parent.spacing

                        Words {
                            width: parent.width
                            visible: stop.goal && stop.index > 0
                            text: qsTrId("way.goal")
                            color: Tokens.primary
                            font.bold: true
                            font.pixelSize: Tokens.small
                            lineHeight: 1
                        }

                        Words {
                            width: parent.width
                            text: stop.name
                            font.bold: true
                            lineHeight: 1
                        }

                        Words {
                            width: parent.width
                            text: stop.where
                            color: Tokens.quiet
                            font.pixelSize: Tokens.small
                            lineHeight: 1
                        }
                    }
                }

                StateLine {
                    width: parent.width
                    visible: stop.words !== ""
                    mark: stop.mark
                    words: stop.words
                    wait: stop.wait
                    size: stop.text
                }

                WayLine {
                    width: parent.width
                    icon: "state-later"
                    words: stop.until
                    tint: Tokens.ink
                    strong: true
                    size: stop.text
                }
            }

            StopDetails {
                width: parts.second
                roomy: stop.roomy
                gives: stop.gives
                facts: stop.facts
                brings: stop.brings
                held: stop.held
                earlier: stop.earlier
                outside: stop.outside
            }
        }
    }

    Touchable {
        objectName: "stop:" + stop.service
        anchors.fill: card
        visible: stop.choosable
        label: stop.number + ". " + stop.name + ". " + (stop.words || stop.until) + (stop.chosen ? ". " + qsTrId("way.chosen") : "")
        onTouched: stop.touched()
    }
}
