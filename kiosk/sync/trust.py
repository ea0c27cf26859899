"""Which certificates of a server are trusted."""

import ssl
from pathlib import Path


def trusting(url: str, ca: Path | None) -> ssl.SSLContext | None:
    """Return what checks the server's certificate, ``None`` if it has none; raises ``OSError``.

    ``ca`` is a PEM file of certificates that are trusted beside the system's.
    """
    if not url.startswith("https:"):
        return None
    context = ssl.create_default_context()
    if ca is not None:
        context.load_verify_locations(ca)
    return context


def explained(error: Exception) -> str:
    """Say what went wrong, and what to do about a certificate that is not trusted."""
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    if "CERTIFICATE_VERIFY_FAILED" not in said:
        return said
    return f"{said}; the server's certificate is not trusted, name the file of its authority in server.ca"
