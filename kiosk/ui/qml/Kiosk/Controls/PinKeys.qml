pragma ComponentBehavior: Bound

import QtQuick

// The ten digits as on a telephone, and the way back from the last of them.
Grid {
    id: keys

    readonly property int keyHeight: Tokens.mm(Tokens.compact ? 18 : 22)
    readonly property int key: Math.floor((width - 2 * spacing) / 3)

    signal typed(digit: string)
    signal erased

    columns: 3
    spacing: Tokens.gap

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "erase"]

        Key {
            id: key

            required property string modelData
            readonly property bool erasing: modelData === "erase"

            objectName: "pin:" + modelData
            width: keys.key
            height: keys.keyHeight
            opacity: modelData ? 1 : 0
            enabled: modelData !== ""
            activeFocusOnTab: enabled
            label: erasing ? qsTrId("keys.erase") : modelData
            icon: erasing ? "backspace" : ""
            onTouched: erasing ? keys.erased() : keys.typed(modelData)
        }
    }
}
