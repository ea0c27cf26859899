"""Behind a reverse proxy: who asks is who the proxy says, if the proxy is one that is trusted."""

from pathlib import Path

import httpx
import pytest

from tests.server.kit import later, running

RATE = ("--access", "enrolled", "--rate", "5")


@pytest.mark.parametrize(
    ("more", "told_apart"),
    [
        ((), False),
        (("--trusted-proxy", "192.0.2.1"), False),
        (("--trusted-proxy", "192.0.2.1", "--trusted-proxy", "127.0.0.1"), True),
    ],
)
def test_the_address_of_who_asks_is_believed_from_a_trusted_proxy_alone(
    tmp_path: Path, more: tuple[str, ...], told_apart: bool
) -> None:
    with (
        running(tmp_path / "queue.db", later(), *RATE, *more) as server,
        httpx.Client(base_url=server.url) as proxy,
    ):
        statuses = {
            proxy.get("/healthz", headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code
            for n in range(40)
        }
    assert statuses == ({200} if told_apart else {200, 429})
