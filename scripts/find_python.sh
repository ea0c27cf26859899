#!/bin/sh
# Prints a Python that can make the environment: 3.11 or newer, with venv and pip.
# PYTHON=... names one to try first.
set -eu

for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python3.14; do
    if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        echo "$candidate"
        exit 0
    fi
done

cat >&2 <<'TEXT'
No Python 3.11 or newer with venv was found.
  Debian 12 or Ubuntu 24.04 and later:  sudo apt-get install python3 python3-venv
  elsewhere:  install Python 3.11 or newer, or name yours:  make PYTHON=/path/to/python3 ...
TEXT
exit 1
