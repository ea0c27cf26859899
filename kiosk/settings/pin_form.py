"""How ``kiosk.toml`` writes the hash of a PIN; ``kiosk/pin.py`` makes it, which takes long to import."""

import re

COST, BLOCK, PARALLEL = 14, 8, 1
"""scrypt's parameters: the binary logarithm of its cost, its block size, its parallelisation."""

HEAD = f"$scrypt$ln={COST},r={BLOCK},p={PARALLEL}$"
PATTERN = re.escape(HEAD) + r"[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}"
"""A PHC string (https://github.com/P-H-C/phc-string-format)."""
