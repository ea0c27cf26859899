pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// The technician's page: the printer, the kiosk and its line, what the server refused, today's tickets.
Item {
    id: screen

    required property TechnicianView view
    readonly property bool wide: !Tokens.portrait && Tokens.scale < 1.4

    component Heading: Words {
        font.bold: true
        font.pixelSize: Tokens.cap(6.5 * Tokens.largeScale)
    }

    ScrollArea {
        id: list

        x: Tokens.margin
        y: Tokens.mm(Tokens.portrait ? 6 : 3)
        width: parent.width - 2 * x
        height: answer.y - y - Tokens.gap

        Grid {
            id: halves

            readonly property int cell: Math.floor((list.innerWidth - (columns - 1) * columnSpacing) / columns)

            columns: screen.wide ? 2 : 1
            columnSpacing: Tokens.mm(10)
            rowSpacing: Tokens.mm(9)

            Column {
                width: halves.cell
                spacing: Tokens.mm(9)

                TechnicianPrinter {
                    width: parent.width
                    view: screen.view
                }

                Column {
                    width: parent.width
                    visible: letters.count > 0
                    spacing: Tokens.gap

                    Heading {
                        width: parent.width
                        text: qsTrId("technician.letters")
                        color: Tokens.trouble
                    }

                    Repeater {
                        id: letters

                        model: screen.view.letters

                        LetterItem {
                            width: halves.cell
                            onSeen: screen.view.seeTo(seq)
                        }
                    }
                }

                Grid {
                    id: facts

                    readonly property int cell: Math.floor((width - (columns - 1) * columnSpacing) / columns)

                    width: parent.width
                    columns: Tokens.portrait && Tokens.scale < 1.4 ? 2 : 1
                    columnSpacing: Tokens.mm(8)
                    rowSpacing: Tokens.mm(4)

                    Repeater {
                        model: screen.view.facts

                        Fact {
                            required property string symbol
                            required property string name
                            required property string value
                            required property bool bad

                            width: facts.cell
                            icon: symbol
                            title: name
                            words: value
                            trouble: bad
                        }
                    }
                }
            }

            Column {
                width: halves.cell
                spacing: Tokens.gap

                Heading {
                    width: parent.width
                    text: screen.view.heading
                }

                Repeater {
                    model: screen.view.copies

                    CopyItem {
                        width: halves.cell
                        onTouched: screen.view.copy(place)
                    }
                }
            }
        }
    }

    TechnicianAnswer {
        id: answer

        x: Tokens.margin
        width: parent.width - 2 * x
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Tokens.mm(4)
        view: screen.view
    }
}
