#!/bin/sh
# Makes sure of the system libraries and programs that the Python packages do not bring along.
#
#   scripts/system_libraries.sh run|test
#
# run: what Qt loads to draw and, where DISPLAY names an X server, to open a window.
# test: those too, an X server with a hand that touches its windows, readers of codes and letters, and an IPP
# printer in software with the bus that it needs.
# What is missing is installed where that is allowed (root, or sudo without a password, on Debian and
# Ubuntu); elsewhere the command is printed and the exit status is 1.
set -eu

draw='libGL.so.1=libgl1 libEGL.so.1=libegl1 libxkbcommon.so.0=libxkbcommon0 libfontconfig.so.1=libfontconfig1
    libdbus-1.so.3=libdbus-1-3 libglib-2.0.so.0=libglib2.0-0 libgssapi_krb5.so.2=libgssapi-krb5-2'
window='libxcb-cursor.so.0=libxcb-cursor0 libxkbcommon-x11.so.0=libxkbcommon-x11-0 libxcb-icccm.so.4=libxcb-icccm4
    libxcb-keysyms.so.1=libxcb-keysyms1 libxcb-shape.so.0=libxcb-shape0 libxcb-xkb.so.1=libxcb-xkb1'
programs='Xvfb=xvfb xdotool=xdotool zbarimg=zbar-tools tesseract=tesseract-ocr ippeveprinter=cups-ipp-utils
    dbus-daemon=dbus-daemon'

case "${1:-}" in
    run) libraries="$draw ${DISPLAY:+$window}" programs='' ;;
    test) libraries="$draw $window" ;;
    *) echo "usage: $0 run|test" >&2; exit 2 ;;
esac

[ "$(uname -s)" = Linux ] || exit 0

# Prints the packages of what cannot be found. ldconfig lies in /sbin, which is not on everybody's path.
missing() {
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | awk '{ printf " %s ", $1 }')
    for pair in $libraries; do
        case "$known" in *" ${pair%=*} "*) ;; *) echo "${pair#*=}" ;; esac
    done
    for pair in $programs; do
        PATH="$PATH:/usr/sbin" command -v "${pair%=*}" >/dev/null || echo "${pair#*=}"
    done
}

packages=$(missing | tr '\n' ' ')
[ -n "$packages" ] || exit 0

install="apt-get install --yes --no-install-recommends $packages"
if ! command -v apt-get >/dev/null; then
    echo "Missing on this system (by the names of Debian's packages): $packages" >&2
    exit 1
elif [ "$(id -u)" -eq 0 ]; then
    as_root=''
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root='sudo -n'
else
    echo "System packages are missing. Install them with:" >&2
    echo "  sudo $install" >&2
    exit 1
fi

# Runs a command as root; its output is shown only when it fails.
quietly() {
    output=$($as_root env DEBIAN_FRONTEND=noninteractive "$@" 2>&1) || { echo "$output" >&2; return 1; }
}

echo "refreshing the list of system packages"
quietly apt-get update || echo "going on with the old list"
echo "installing the system packages: $packages"
# shellcheck disable=SC2086 # words, not one argument
quietly $install

packages=$(missing | tr '\n' ' ')
[ -z "$packages" ] || { echo "still missing after their installation: $packages" >&2; exit 1; }
