"""The server's door: whom it lets in, how many at once, and whether it speaks TLS."""

import ssl
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.server.identity.access import Access
from kiosk.server.refused import Refused
from kiosk.server.web.limits import Limits, is_loopback


@dataclass(frozen=True, slots=True)
class Door:
    """How the server is reached, and by whom.

    Without ``access`` it is open on an address that only this machine reaches, and asks for enrolment on
    any other. Without ``rate`` (requests a second of one client) an open server sets none for this machine.
    ``proxies`` are the addresses of those whose ``X-Forwarded-For`` is believed. A ``certificate`` is a
    PEM file with its chain, and with its key if ``key`` is not given.
    """

    access: Access | None = None
    rate: int | None = None
    concurrency: int = field(default_factory=lambda: Limits().concurrency)
    proxies: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None

    @property
    def scheme(self) -> str:
        """How its address begins."""
        return "https" if self.certificate else "http"

    @property
    def limits(self) -> Limits:
        """What each client, and all together, may take."""
        limits = Limits(concurrency=self.concurrency)
        return limits if self.rate is None else Limits(self.rate, self.concurrency)

    def access_on(self, host: str) -> Access:
        """Return whom a server that listens on ``host`` lets in."""
        return self.access or (Access.OPEN if is_loopback(host) else Access.ENROLLED)

    def spares_this_machine(self, host: str) -> bool:
        """Tell whether whoever is on the server's machine has no limits of their own."""
        return self.rate is None and self.access_on(host) is Access.OPEN

    def arguments(self, host: str) -> list[str]:
        """Write the same door as arguments of a command."""
        given = {"--rate": self.rate, "--certificate": self.certificate, "--key": self.key}
        words = ["--access", self.access_on(host), "--concurrency", str(self.concurrency)]
        words += [word for name, value in given.items() if value is not None for word in (name, str(value))]
        return words + [word for each in self.proxies for word in ("--trusted-proxy", each)]

    def tls(self) -> ssl.SSLContext | Refused | None:
        """Read the certificate and its key, if there are any."""
        if self.certificate is None:
            return Refused(f"--key {self.key}: give its --certificate too") if self.key else None
        for name, path in (("--certificate", self.certificate), ("--key", self.key or self.certificate)):
            try:
                path.read_bytes()
            except OSError as error:
                return Refused(f"{name} {path}: cannot be read: {error.strerror}; check path and permissions")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        try:
            context.load_cert_chain(self.certificate, self.key, password=lambda: "")
        except (ssl.SSLError, ValueError) as error:
            return self._unusable(error)
        return context

    def _unusable(self, error: Exception) -> Refused:
        if getattr(error, "reason", "") == "KEY_VALUES_MISMATCH":
            return Refused(
                f"--key {self.key}: is not {self.certificate}'s; give the two that were made together"
            )
        return Refused(
            f"--certificate {self.certificate}: cannot be used with the key in {self.key or 'it'}: {error}; "
            f"give PEM files, the certificate with its chain, and a key without a password"
        )
