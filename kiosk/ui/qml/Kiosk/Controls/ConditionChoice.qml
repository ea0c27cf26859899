pragma ComponentBehavior: Bound

import QtQuick

// A question that is answered with yes or no; no until it is touched.
Item {
    id: item

    property string condition: ""
    property string words: ""
    property bool agreed: false
    readonly property int inner: Tokens.mm(4)
    readonly property bool beside: width > Tokens.mm(185) * Tokens.scale

    readonly property int oneLine: Math.max(Tokens.row - 2 * above, question.height, answers.height)
    readonly property int above: Tokens.mm(3)

    signal answered(yes: bool)

    implicitHeight: 2 * above + (beside ? oneLine : question.height + Tokens.mm(3) + answers.height)

    Words {
        id: question

        x: item.inner
        y: item.above + (item.beside ? Math.round((item.oneLine - height) / 2) : 0)
        width: parent.width - 2 * x - (item.beside ? answers.width + Tokens.gap : 0)
        text: item.words
        lineHeight: 1.02
    }

    Row {
        id: answers

        anchors.right: parent.right
        anchors.rightMargin: item.inner
        y: item.above + (item.beside ? Math.round((item.oneLine - height) / 2) : question.height + Tokens.mm(3))
        spacing: Tokens.gap

        Choice {
            objectName: "condition:" + item.condition + ":yes"
            width: Math.max(implicitWidth, no.implicitWidth)
            label: qsTrId("check.yes")
            chosen: item.agreed
            about: item.words
            onTouched: item.answered(true)
        }

        Choice {
            id: no

            objectName: "condition:" + item.condition + ":no"
            label: qsTrId("check.no")
            chosen: !item.agreed
            about: item.words
            onTouched: item.answered(false)
        }
    }
}
