pragma ComponentBehavior: Bound

import QtQuick

// A band of pucuk rebung, the bamboo shoots of Riau weaving.
Row {
    id: band

    property int tall: Tokens.mm(9)
    readonly property int each: tall * 4

    height: tall
    clip: true

    Repeater {
        model: Math.ceil(band.width / band.each)

        Image {
            width: band.each
            height: band.tall
            source: "image://icon/ornament-pucuk-rebung/own"
            sourceSize: Qt.size(width, height)
        }
    }
}
