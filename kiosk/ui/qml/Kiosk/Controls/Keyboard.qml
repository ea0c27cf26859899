pragma ComponentBehavior: Bound

import QtQuick

// The touch keyboard of the search: letters, a space, and ways back.
Column {
    id: keyboard

    property string query: ""
    readonly property var rows: ["1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM-"]
    readonly property int space: Tokens.gap
    readonly property int key: Math.floor((width - 9 * space) / 10)

    signal typed(string query)

    spacing: space

    Repeater {
        model: keyboard.rows

        Row {
            id: line

            required property string modelData
            required property int index

            anchors.horizontalCenter: parent.horizontalCenter
            spacing: keyboard.space

            Repeater {
                model: line.modelData.split("")

                Key {
                    required property string modelData

                    objectName: "key:" + modelData.toLowerCase()
                    width: keyboard.key
                    label: modelData
                    onTouched: keyboard.typed(keyboard.query + modelData.toLowerCase())
                }
            }
        }
    }

    Row {
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: keyboard.space

        Key {
            objectName: "key:clear"
            width: keyboard.key * 2.5 + keyboard.space * 2
            label: qsTrId("keys.clear")
            small: true
            onTouched: keyboard.typed("")
        }

        Key {
            objectName: "key:space"
            width: keyboard.key * 5 + keyboard.space * 4
            label: qsTrId("keys.space")
            small: true
            onTouched: keyboard.typed(keyboard.query + " ")
        }

        Key {
            objectName: "key:erase"
            width: keyboard.key * 2.5 + keyboard.space
            label: qsTrId("keys.erase")
            icon: "backspace"
            onTouched: keyboard.typed(keyboard.query.slice(0, -1))
        }
    }
}
