"""TLS: one server and several workers speak it, and files that cannot be used are named."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from uuid6 import uuid7

from kiosk.sync.trust import trusting
from tests.server.kit import command, later, press, running

Files = tuple[Path, Path, Path]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """The authority's certificate, the server's, and its key."""
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    ca, certificate, key = tmp_path / "ca.pem", tmp_path / "server.pem", tmp_path / "key.pem"
    authority.cert_pem.write_to_path(ca)
    issued.cert_chain_pems[0].write_to_path(certificate)
    issued.private_key_pem.write_to_path(key)
    return ca, certificate, key


async def get(url: str, ca: Path | None) -> int:
    async with httpx.AsyncClient(base_url=url, verify=trusting(url, ca) or False) as client:
        return (await client.get("/healthz")).status_code


async def test_every_process_of_a_server_speaks_tls_and_nothing_else(
    database: str, tmp_path: Path, files: Files
) -> None:
    ca, certificate, key = files
    workers = ("--workers", "2") if "://" in database else ()
    more = ("--certificate", str(certificate), "--key", str(key), *workers)
    with running(database, later(), *more, folder=tmp_path) as server:
        tls = trusting(server.url, ca)
        assert tls
        for n in range(8):
            async with httpx.AsyncClient(base_url=server.url, verify=tls) as client:
                assert (await client.put(f"/v1/tickets/{uuid7()}", json=press(n))).status_code == 201
        with pytest.raises(httpx.HTTPError):
            await get(server.url.replace("https:", "http:"), None)
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            await get(server.url, None)


async def test_a_certificate_may_bring_its_key_in_its_own_file(tmp_path: Path, files: Files) -> None:
    ca, certificate, key = files
    both = tmp_path / "both.pem"
    both.write_bytes(certificate.read_bytes() + key.read_bytes())
    with running(tmp_path / "queue.db", later(), "--certificate", str(both)) as server:
        assert await get(server.url, ca) == 200


def no_certificate(folder: Path, files: Files) -> tuple[str, ...]:
    return ("--certificate", str(folder / "none.pem"), "--key", str(files[2]))


def no_key(folder: Path, files: Files) -> tuple[str, ...]:
    return ("--certificate", str(files[1]), "--key", str(folder / "none.pem"))


def a_key_alone(_: Path, files: Files) -> tuple[str, ...]:
    return ("--key", str(files[2]))


def another_key(folder: Path, files: Files) -> tuple[str, ...]:
    other = folder / "other.pem"
    trustme.CA().issue_cert("127.0.0.1").private_key_pem.write_to_path(other)
    return ("--certificate", str(files[1]), "--key", str(other))


def rubbish(folder: Path, files: Files) -> tuple[str, ...]:
    wrong = folder / "wrong.pem"
    wrong.write_text("not a certificate")
    return ("--certificate", str(wrong), "--key", str(files[2]))


def a_key_with_a_password(folder: Path, files: Files) -> tuple[str, ...]:
    locked = folder / "locked.pem"
    key = load_pem_private_key(files[2].read_bytes(), None)
    form = (Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret"))
    locked.write_bytes(key.private_bytes(*form))
    return ("--certificate", str(files[1]), "--key", str(locked))


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (no_certificate, ("--certificate", "none.pem", "cannot be read")),
        (no_key, ("--key", "none.pem", "cannot be read")),
        (a_key_alone, ("--key", "give its --certificate too")),
        (another_key, ("--key", "other.pem", "made together")),
        (rubbish, ("wrong.pem", "PEM")),
        (a_key_with_a_password, ("locked.pem", "without a password")),
    ],
)
def test_files_that_cannot_be_used_are_named_with_what_to_do(
    tmp_path: Path, files: Files, case: Callable[[Path, Files], tuple[str, ...]], said: tuple[str, ...]
) -> None:
    arguments = command(tmp_path / "queue.db", *case(tmp_path, files))
    done = subprocess.run(
        arguments, capture_output=True, text=True, timeout=30, check=False, stdin=subprocess.DEVNULL
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    for words in said:
        assert words in done.stderr
    assert not (tmp_path / "queue.db").exists()
