pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import KioskViews

// Which papers are at hand: all of them, until one is touched.
Item {
    id: screen

    required property CheckView view
    readonly property string stage: view.stage
    readonly property bool wide: !Tokens.portrait && Tokens.scale < 1.4

    component Half: Column {
        id: half

        required property QtObject rows

        width: halves.cell
        spacing: Tokens.gap

        Repeater {
            model: half.rows

            CheckItem {
                width: half.width
                onMarks: lacking => screen.view.tell(documents, lacking)
                onSorted: (document, holding) => screen.view.sort(document, holding)
                onAnswered: yes => screen.view.agree(question, yes)
            }
        }
    }

    component Promise: Words {
        text: qsTrId("check.not_kept")
        color: Tokens.quiet
        font.pixelSize: Tokens.small
    }

    onStageChanged: list.toTop()

    Column {
        id: heading

        x: Tokens.margin
        y: Tokens.mm(Tokens.portrait ? 6 : 2)
        width: parent.width - 2 * x
        spacing: Tokens.mm(Tokens.portrait ? 1.2 : 0)

        Words {
            id: purpose

            width: parent.width
            text: screen.view.purpose
            color: screen.view.further ? Tokens.primary : Tokens.quiet
            font.bold: screen.view.further
            font.pixelSize: screen.view.further ? Tokens.body : Tokens.small
        }

        Words {
            width: parent.width
            text: screen.view.onlyConditions ? qsTrId("check.title_conditions") : qsTrId("check.title")
            font.bold: true
            font.pixelSize: Tokens.compact ? Tokens.cap(Math.max(6.5 * Tokens.largeScale, 5.5 * Tokens.scale)) : Tokens.title
            lineHeight: 1.02
        }
    }

    Promise {
        id: promise

        readonly property bool beside: purpose.implicitWidth + implicitWidth + Tokens.gap < heading.width

        anchors.right: parent.right
        anchors.rightMargin: Tokens.margin
        y: heading.y + purpose.baselineOffset - baselineOffset
        visible: beside
    }

    ScrollArea {
        id: list

        x: Tokens.margin
        anchors.top: heading.bottom
        anchors.topMargin: Tokens.mm(Tokens.portrait ? 6 : 3)
        anchors.bottom: done.top
        anchors.bottomMargin: Tokens.gap
        width: parent.width - 2 * x

        Grid {
            id: halves

            readonly property int cell: Math.floor((list.innerWidth - (columns - 1) * spacing) / columns)

            columns: screen.wide ? 2 : 1
            spacing: Tokens.gap

            Half {
                rows: screen.view.first
            }

            Half {
                rows: screen.view.second
            }
        }

        Promise {
            width: list.innerWidth
            visible: !promise.beside
        }
    }

    PrimaryButton {
        id: done

        objectName: "check:done"
        x: Tokens.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Tokens.mm(Tokens.compact ? 3.5 : 4)
        width: parent.width - 2 * x
        icon: screen.view.lacking ? "steps" : "check"
        label: screen.view.lacking ? qsTrId("check.show_way") : qsTrId("check.all_here")
        onTouched: screen.view.done()
    }
}
