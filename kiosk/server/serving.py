"""Running the server as a process: what it needs, how it starts, and how it stops."""

import asyncio
import json
import logging
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import uvicorn

from kiosk.catalogue.loading import load_catalogue
from kiosk.clock import Clock, SystemClock
from kiosk.domain.catalogue import Catalogue
from kiosk.server.app import build_app
from kiosk.server.board import Board
from kiosk.server.databases import open_store
from kiosk.server.feed import Feed
from kiosk.server.queue import Queue
from kiosk.server.refused import Refused
from kiosk.server.store import Store

if sys.platform == "win32":
    _new_loop = asyncio.new_event_loop
else:
    import uvloop

    _new_loop = uvloop.new_event_loop

STOPPED, CANNOT_START = 0, 2
"""Exit codes."""

GRACE = 1
"""Whole seconds that requests under way get when the server is told to stop."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """What a server needs.

    ``database`` is a file's path or ``sqlite:///PATH``; port 0 takes any that is free. With
    ``announce``, one line of JSON on the standard output says when and where the server listens.
    """

    database: str
    catalogue: Path
    host: str = "127.0.0.1"
    port: int = 8080
    clock: Clock = field(default_factory=SystemClock)
    announce: bool = True


def serve(options: ServerOptions) -> int:
    """Serve until SIGTERM or SIGINT; return the exit code, 2 if the server cannot start."""
    with asyncio.Runner(loop_factory=_new_loop) as runner:
        stopped = runner.run(_serve(options))
    if isinstance(stopped, Refused):
        log.error("%s", stopped.why)
        return CANNOT_START
    return STOPPED


async def _serve(options: ServerOptions) -> Refused | None:
    catalogue = _catalogue(options.catalogue)
    if isinstance(catalogue, Refused):
        return catalogue
    listener = _listen(options.host, options.port)
    if isinstance(listener, Refused):
        return listener
    with listener:
        store = open_store(options.database)
        if isinstance(store, Refused):
            return store
        try:
            await _serve_store(store, catalogue, listener, options)
        finally:
            await store.close()
    return None


async def _serve_store(
    store: Store, catalogue: Catalogue, listener: socket.socket, options: ServerOptions
) -> None:
    feed = Feed()
    board = Board(catalogue, store, options.clock, feed)
    app = build_app(catalogue, Queue(catalogue, store, options.clock), board)
    config = uvicorn.Config(
        app,
        http="httptools",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACE,
    )
    server = _Server(config, feed, _announcement(listener, options) if options.announce else None)
    await board.refresh()
    watch = asyncio.create_task(board.watch(), name="board")
    try:
        await server.serve(sockets=[listener])
    finally:
        watch.cancel()
        await asyncio.wait([watch])


class _Server(uvicorn.Server):
    """Says when it listens, ends the streams when it stops, and outlives the signal that stopped it."""

    def __init__(self, config: uvicorn.Config, feed: Feed, announcement: str | None) -> None:
        super().__init__(config)
        self._feed = feed
        self._announcement = announcement

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._announcement is not None:
            sys.stdout.write(self._announcement + "\n")
            sys.stdout.flush()

    def handle_exit(self, sig: int, _frame: FrameType | None) -> None:
        log.info("stopping on %s", signal.Signals(sig).name)
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._feed.close()
        await super().shutdown(sockets)


def _catalogue(path: Path) -> Catalogue | Refused:
    loaded = load_catalogue(path)
    for fault in loaded.faults:
        log.warning("%s", fault)
    return loaded.catalogue or Refused(
        f"{path}: holds no catalogue that can be served; mend the faults above"
    )


def _listen(host: str, port: int) -> socket.socket | Refused:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        return Refused(f"{host}:{port}: cannot listen there: {error}; free the port or give another --port")


def _announcement(listener: socket.socket, options: ServerOptions) -> str:
    host, port = listener.getsockname()[:2]
    where = f"[{host}]" if ":" in host else host
    return json.dumps({"url": f"http://{where}:{port}", "database": options.database})
