pragma ComponentBehavior: Bound

import QtQuick

// One question of the check: a paper with what became of it, or a condition.
Column {
    id: item

    required property string question
    required property string words
    required property string about
    required property var documents
    required property bool marked
    required property bool follows
    required property var sorts
    required property var named
    required property var outdated
    required property var told
    readonly property bool paper: documents.length > 0
    readonly property int indent: follows ? Tokens.mm(9) : 0

    signal sorted(document: string, holding: string)
    signal marks(lacking: bool)
    signal answered(yes: bool)

    spacing: Tokens.mm(2)

    Words {
        width: parent.width
        topPadding: Tokens.mm(2)
        visible: item.about !== ""
        text: item.about
        font.bold: true
    }

    Rectangle {
        x: item.indent
        width: parent.width - x
        height: content.height
        radius: Tokens.corner
        color: item.paper && item.marked ? Tokens.troublePaper : Tokens.card
        border.width: item.paper && item.marked ? Tokens.stroke : Tokens.hair
        border.color: item.paper && item.marked ? Tokens.trouble : Tokens.plain ? Tokens.hairline : Tokens.edge

        Column {
            id: content

            width: parent.width

            PaperTick {
                objectName: "paper:" + item.question
                visible: item.paper
                width: parent.width
                words: item.words
                several: item.documents.length > 1
                lacking: item.marked
                onTouched: item.marks(!item.marked)
            }

            ConditionChoice {
                visible: !item.paper
                width: parent.width
                condition: item.question
                words: item.words
                agreed: item.marked
                onAnswered: yes => item.answered(yes)
            }

            Column {
                x: Tokens.mm(4)
                width: parent.width - 2 * x
                visible: item.marked && item.sorts.length > 0
                topPadding: item.documents.length > 1 ? 0 : Tokens.gap
                bottomPadding: Tokens.mm(4)
                spacing: Tokens.gap

                Repeater {
                    model: item.sorts.length

                    SortChoices {
                        required property int index

                        width: parent ? (parent as Item).width : 0
                        document: item.sorts[index] ?? ""
                        name: item.named[index] ?? ""
                        outdated: item.outdated[index] ?? ""
                        told: item.told[index] ?? ""
                        titled: item.documents.length > 1
                        onChosen: holding => item.sorted(document, holding)
                    }
                }
            }
        }
    }
}
