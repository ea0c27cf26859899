pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// The other published components: procedure, time, cost, product, complaints, and the place.
Grid {
    id: grid

    required property ServiceView view
    readonly property int cell: Math.floor((width - (columns - 1) * columnSpacing) / columns)

    columnSpacing: Tokens.mm(8)
    rowSpacing: Tokens.mm(6)

    Fact {
        width: grid.cell
        icon: "clock"
        title: qsTrId("service.duration")
        words: grid.view.duration
    }

    Fact {
        width: grid.cell
        icon: "coin"
        title: qsTrId("service.fee")

        Repeater {
            model: grid.view.fees

            Item {
                id: line

                required property string label
                required property string amount

                width: parent ? (parent as Item).width : 0
                height: Math.max(what.implicitHeight, sum.implicitHeight)

                Words {
                    id: what

                    visible: line.label !== ""
                    width: parent.width - (line.amount ? sum.implicitWidth + Tokens.mm(3) : 0)
                    text: line.label
                    color: line.amount ? Tokens.ink : Tokens.quiet
                    font.pixelSize: line.amount ? Tokens.body : Tokens.small
                }

                Words {
                    id: sum

                    x: line.label ? parent.width - width : 0
                    text: line.amount
                    wrapMode: Text.NoWrap
                }
            }
        }
    }

    Fact {
        width: grid.cell
        icon: "product"
        title: qsTrId("service.product")
        words: grid.view.product
    }

    Fact {
        width: grid.cell
        icon: "place"
        title: qsTrId("service.place")
        words: grid.view.place
    }

    Fact {
        width: grid.cell
        icon: "steps"
        title: qsTrId("service.procedure")

        Repeater {
            model: grid.view.steps

            Words {
                required property string modelData
                required property int index

                width: parent ? (parent as Item).width : 0
                text: (index + 1) + ".  " + modelData
                font.pixelSize: Tokens.small
            }
        }
    }

    Fact {
        width: grid.cell
        icon: "complaint"
        title: qsTrId("service.complaints")
        words: grid.view.complaints

        Words {
            width: parent ? (parent as Item).width : 0
            topPadding: Tokens.mm(3)
            visible: text !== ""
            text: grid.view.note
            font.bold: true
        }

        Words {
            width: parent ? (parent as Item).width : 0
            topPadding: Tokens.mm(3)
            text: grid.view.verified
            color: Tokens.quiet
            font.pixelSize: Tokens.small
        }
    }
}
