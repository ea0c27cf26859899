pragma ComponentBehavior: Bound

import QtQuick

// A paper, or several of which one is enough: at hand until it is touched. A tick or a cross, and a word.
Touchable {
    id: paper

    property string words: ""
    property bool several: false
    property bool lacking: false
    readonly property int beside: column.width - state.width - inner
    readonly property int inner: Tokens.mm(4)
    readonly property string standing: lacking ? qsTrId("check.lacking") : qsTrId("check.have")
    readonly property string hint: several ? qsTrId("check.one_enough") : ""

    label: (hint ? hint + ": " : "") + words + ". " + standing
    implicitHeight: Math.max(Tokens.row, column.implicitHeight + Tokens.mm(5))
    Accessible.role: Accessible.CheckBox
    Accessible.checkable: true
    Accessible.checked: !lacking
    Accessible.onToggleAction: act()

    Rectangle {
        id: box

        x: paper.inner
        anchors.verticalCenter: parent.verticalCenter
        width: Math.max(Tokens.mm(Tokens.portrait ? 11 : 9), Math.round(Tokens.body * 0.9))
        height: width
        radius: paper.lacking ? Tokens.mm(1.5) : width / 2
        color: paper.lacking ? "transparent" : Tokens.primary
        border.width: paper.lacking ? Tokens.stroke : 0
        border.color: Tokens.trouble

        Icon {
            anchors.centerIn: parent
            name: paper.lacking ? "close" : "check"
            tint: paper.lacking ? Tokens.trouble : Tokens.primaryInk
            size: Math.round(box.width * 0.72)
        }
    }

    Column {
        id: column

        anchors.left: box.right
        anchors.leftMargin: Tokens.mm(4)
        anchors.right: parent.right
        anchors.rightMargin: paper.inner
        anchors.verticalCenter: parent.verticalCenter
        spacing: Tokens.mm(0.5)

        Words {
            id: enough

            width: paper.beside
            visible: text !== ""
            text: paper.hint
            color: Tokens.primary
            font.bold: true
            font.pixelSize: Tokens.small
            lineHeight: 1
            Accessible.ignored: true
        }

        Words {
            width: paper.several ? parent.width : paper.beside
            text: paper.words
            font.pixelSize: paper.several && !Tokens.portrait ? Tokens.small : Tokens.body
            lineHeight: 1.02
            Accessible.ignored: true
        }
    }

    Words {
        id: state

        anchors.right: parent.right
        anchors.rightMargin: paper.inner
        y: paper.several ? column.y + enough.baselineOffset - baselineOffset : Math.round((parent.height - height) / 2)
        width: Math.ceil(Math.max(have.advanceWidth, lacks.advanceWidth))
        text: paper.standing
        color: paper.lacking ? Tokens.trouble : Tokens.quiet
        font.bold: paper.lacking
        font.pixelSize: Tokens.small
        horizontalAlignment: Text.AlignRight
        lineHeight: 1.02
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }

    TextMetrics {
        id: have

        font.family: Tokens.family
        font.pixelSize: Tokens.small
        text: qsTrId("check.have")
    }

    TextMetrics {
        id: lacks

        font.family: Tokens.family
        font.pixelSize: Tokens.small
        font.bold: true
        text: qsTrId("check.lacking")
    }
}
