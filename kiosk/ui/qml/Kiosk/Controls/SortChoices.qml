pragma ComponentBehavior: Bound

import QtQuick

// What became of a document that is not at hand: four answers in one line if they fit, else in two or four.
Column {
    id: sorts

    required property string document
    required property string name
    required property string outdated
    required property string told
    property bool titled: false
    readonly property int widest: Math.max(never.implicitWidth, lost.implicitWidth, damaged.implicitWidth, out.implicitWidth)
    readonly property int together: never.implicitWidth + lost.implicitWidth + damaged.implicitWidth + out.implicitWidth + 3 * Tokens.gap
    readonly property int columns: together <= width ? 4 : 2 * widest + Tokens.gap <= width ? 2 : 1
    readonly property real spare: columns === 4 ? (width - together) / 4 : 0
    readonly property int cell: Math.floor((width - (columns - 1) * Tokens.gap) / columns)

    signal chosen(holding: string)

    component Sort: Choice {
        required property string holding

        objectName: "paper:" + sorts.document + ":" + holding
        width: sorts.columns === 4 ? Math.floor(implicitWidth + sorts.spare) : sorts.cell
        chosen: sorts.told === holding
        about: sorts.name
        onTouched: sorts.chosen(holding)
    }

    spacing: Tokens.mm(2)

    Words {
        width: parent.width
        visible: sorts.titled
        text: sorts.name
        font.pixelSize: Tokens.small
    }

    Grid {
        width: parent.width
        columns: sorts.columns
        spacing: Tokens.gap

        Sort {
            id: never

            holding: "never"
            label: qsTrId("check.never")
        }

        Sort {
            id: lost

            holding: "lost"
            label: qsTrId("check.lost")
        }

        Sort {
            id: damaged

            holding: "damaged"
            label: qsTrId("check.damaged")
        }

        Sort {
            id: out

            holding: "outdated"
            label: sorts.outdated
        }
    }
}
