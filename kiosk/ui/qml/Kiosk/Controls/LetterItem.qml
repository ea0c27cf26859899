pragma ComponentBehavior: Bound

import QtQuick

// What the server refused for good, in its own words, and the button that puts it away.
Column {
    id: item

    required property int seq
    required property string title
    required property string problem

    signal seen

    spacing: Tokens.tight

    Words {
        width: parent.width
        text: item.title
        font.bold: true
        font.pixelSize: Tokens.small
    }

    Words {
        width: parent.width
        text: item.problem
        font.pixelSize: Tokens.small
    }

    SecondaryButton {
        objectName: "letter:" + item.seq
        width: parent.width
        icon: "check"
        label: qsTrId("technician.yes.see_to")
        onTouched: item.seen()
    }
}
