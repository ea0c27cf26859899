pragma Singleton

import QtQuick

// Where and when the window was touched last.
QtObject {
    property point spot: Qt.point(-1000, -1000)
    property double at: 0

    function near(other: point): bool {
        const across = other.x - spot.x, along = other.y - spot.y;
        return Date.now() - at < 500 && Math.hypot(across, along) < Tokens.mm(15);
    }

    function note(touched: point) {
        spot = touched;
        at = Date.now();
    }
}
