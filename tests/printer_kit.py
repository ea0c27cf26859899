"""Tickets to print, and a printer to print them on that fails in the ways in which real ones do.

``FaultPrinter`` is written from the makers' manuals and not from our encoder: it takes ESC/POS over TCP into
a receive buffer of 4 kB, obeys real-time commands as they arrive, and burns rows onto a roll that can end.
"""

import select
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from PIL import Image, ImageChops

from kiosk.printing.composing import TicketFacts
from kiosk.printing.document import Document
from kiosk.printing.paper import NARROW
from kiosk.printing.raster import rasterise
from kiosk.words import Words

TICKET_ID = UUID("01912345-6789-7abc-8def-0123456789ab")
AT = datetime(2019, 2, 18, 9, 5, tzinfo=ZoneInfo("Asia/Jakarta"))
LONGEST_AGENCIES = (
    "KPP Pratama Pekanbaru (Direktorat Jenderal Pajak)",
    "Kementerian Agama / Kementerian Haji dan Umrah",
    "Dinas Kependudukan dan Pencatatan Sipil",
)
LONGEST_SERVICES = (
    "Surat keterangan hasil pemeriksaan narkotika (SKHPN, dulu SKBN)",
    "Pendaftaran NPWPD / PBJT makanan-minuman (restoran)",
    "Layanan percepatan paspor (selesai hari yang sama)",
)
LONGEST_DOCUMENTS = (
    "Ponsel pintar (Android 8+/iOS 11+), nomor dan email aktif",
    "Surat Keterangan Pindah WNI (SKPWNI) dari daerah asal",
    "Surat pernyataan tidak pernah dipidana (bermeterai)",
)

_ID = {
    "ticket.copy": "SALINAN",
    "ticket.priority": "PRIORITAS",
    "ticket.please_wait": "Mohon menunggu panggilan",
    "ticket.own_number": "Nomor dari kiosk ini, tetap sah. Urutan menurut waktu Anda mengambilnya.",
    "ticket.ahead": "Di depan Anda",
    "ticket.people": "{n} orang",
    "ticket.people_one": "1 orang",
    "ticket.people_none": "tidak ada",
    "ticket.wait": "Waktu tunggu",
    "ticket.minutes": "{low}\u2013{high} menit",
    "ticket.about_minutes": "± {high} menit",
    "ticket.place": "Gedung\u00a0{building}, lantai\u00a0{floor}",
    "ticket.track": "Pantau antrean",
    "ticket.bring": "Siapkan berkas",
    "ticket.moment": "{date}, pukul\u00a0{time}",
    "date.long": "{weekday}, {day} {month} {year}",
    "date.time": "{hour:02d}.{minute:02d}",
    "date.weekday.0": "Senin",
    "date.month.2": "Februari",
}
_EN = {
    "ticket.copy": "COPY (SALINAN)",
    "ticket.priority": "PRIORITY",
    "ticket.please_wait": "Please wait to be called",
    "ticket.own_number": "Given by this kiosk and valid.",
    "ticket.ahead": "Ahead of you",
    "ticket.people": "{n} people",
    "ticket.people_none": "nobody",
    "ticket.people_one": "1 person",
    "ticket.wait": "Expected wait",
    "ticket.minutes": "{low}\u2013{high} min",
    "ticket.about_minutes": "about {high} min",
    "ticket.place": "Building\u00a0{building}, floor\u00a0{floor}",
    "ticket.track": "Follow the queue",
    "ticket.bring": "Have these ready",
    "ticket.moment": "{date}, {time}",
    "date.long": "{weekday}, {day} {month} {year}",
    "date.time": "{hour:02d}:{minute:02d}",
    "date.weekday.0": "Monday",
    "date.month.2": "February",
}
WORDS = Words({"id": _ID, "en": _EN})
ORDINARY = TicketFacts(
    ticket_id=TICKET_ID,
    label="B-027",
    online=True,
    mall="Mal Pelayanan Publik Pekanbaru",
    agency="Dinas Kependudukan dan Pencatatan Sipil",
    service="Perubahan data KTP-el",
    at=AT,
    ahead=12,
    wait=(20, 35),
    building="B",
    floor="1",
    documents=("KTP elektronik", "Kartu Keluarga", "Bukti perubahan (akta, ijazah, surat keterangan)"),
    priority=False,
    language="id",
    track_url="https://antrean.pekanbaru.go.id/t/7MF9Q2K4T8XWB",
)


def is_on(paper: Image.Image, document: Document) -> bool:
    """Tell whether a piece of 58 mm paper is this document, up to single dots added to look-alikes."""
    wanted = ImageChops.invert(rasterise(document, NARROW))
    return paper.size == wanted.size and ImageChops.logical_xor(paper, wanted).histogram()[255] <= 4


BUFFER_BYTES = 4096
CUTTER_MM = 15.0
DEFAULT_UNITS_PER_INCH = 360
"""A TM-T88's vertical motion unit until GS P changes it."""


LOOK_ALIKES = tuple(
    bytes((0x10, code, argument))
    for code, arguments in ((0x04, range(1, 9)), (0x05, range(3)), (0x14, range(1, 9)))
    for argument in arguments
)
"""DLE EOT, DLE ENQ and DLE DC4 with the arguments that the manuals name."""


@dataclass
class Faults:
    """What is wrong with the printer, or will be; tests change it while it runs."""

    paper_mm: float = 50_000.0
    reset_after: int | None = None
    mute: bool = False
    cover_open: bool = False
    open_cover_after_mm: float | None = None
    cutter_jam: bool = False
    near_end: bool = False
    no_completion: bool = False
    fail_after_completions: int | None = None
    cut_seconds: float = 0.0
    buffer_bytes: int = BUFFER_BYTES


@dataclass
class Seen:
    """What the printer has lived through."""

    tickets: list[Image.Image] = field(default_factory=list)
    bands: list[tuple[int, int]] = field(default_factory=list)
    real_time_in_pictures: int = 0
    strays: int = 0
    received: int = 0
    connections: int = 0


class FaultPrinter:
    """An ESC/POS printer at ``uri``; use it as a context manager."""

    def __init__(self, dots: int = 384, dpi: int = 203, faults: Faults | None = None) -> None:
        self.faults = faults or Faults()
        self.seen = Seen()
        self._dots = dots
        self._dpi = dpi
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=4)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="fault-printer")
        self._client: socket.socket | None = None
        self._buffer = bytearray()
        self._recent = b""
        self._picture_left = 0
        self._tail = b""
        self._row = bytearray()
        self._row_bytes = 0
        self._rows: list[bytes] = []
        self._units = DEFAULT_UNITS_PER_INCH
        self._reporting = False
        self._reported = b""
        self._busy_until = 0.0

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def uri(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(5)
        self._listener.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            readable, _, _ = select.select([self._listener], [], [], 0.005)
            if readable:
                self._client, _ = self._listener.accept()
                self.seen.connections += 1
                self._reporting = False
                with self._client:
                    self._talk(self._client)
                self._client = None
            self._work()

    def _talk(self, client: socket.socket) -> None:
        try:
            while not self._stop.is_set():
                room = self.faults.buffer_bytes - len(self._buffer)
                poll = select.poll()
                poll.register(client, select.POLLIN if room else 0)
                events = dict(poll.poll(5))
                if events.get(client.fileno(), 0) & (select.POLLERR | select.POLLHUP):
                    return
                if events:
                    data = client.recv(room)
                    if not data:
                        return
                    if self._is_reset_by(data):
                        return
                    self._receive(data)
                self._work()
                self._report()
        except OSError:
            return

    def _is_reset_by(self, data: bytes) -> bool:
        """Lose power for a moment: the buffer is gone, the picture under way still waits for its rest."""
        limit = self.faults.reset_after
        if limit is None or self.seen.received + len(data) < limit:
            return False
        assert self._client is not None
        self._receive(data[: limit - self.seen.received])
        self._work()
        self._buffer.clear()
        self.faults.reset_after = None
        self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return True

    def _receive(self, data: bytes) -> None:
        """Store bytes, and obey real-time commands wherever they stand."""
        self.seen.received += len(data)
        for byte in data:
            self._recent = (self._recent + bytes((byte,)))[-3:]
            if self._recent[:-1] == b"\x10\x04" and byte in (1, 2, 3, 4):
                self._say(bytes((self._state(byte),)))
            self._buffer.append(byte)

    def _state(self, question: int) -> int:
        faults, empty = self.faults, self._is_empty()
        error = faults.cutter_jam
        bits = {
            1: 0x08 * (empty or faults.cover_open or error),
            2: 0x04 * faults.cover_open | 0x20 * empty | 0x40 * error,
            3: 0x08 * error,
            4: 0x0C * faults.near_end | 0x60 * empty,
        }
        return 0x12 | bits[question]

    def _report(self) -> None:
        if not self._reporting:
            return
        faults, empty = self.faults, self._is_empty()
        first = 0x10 | 0x08 * (empty or faults.cover_open or faults.cutter_jam) | 0x20 * faults.cover_open
        report = bytes((first, 0x08 * faults.cutter_jam, 0x03 * faults.near_end | 0x0C * empty, 0x0F))
        if report != self._reported:
            self._reported = report
            self._say(report)

    def _say(self, answer: bytes) -> None:
        if self._client is not None and not self.faults.mute:
            self._client.sendall(answer)

    def _is_empty(self) -> bool:
        return self.faults.paper_mm < self._mm(1)

    def _mm(self, rows: int) -> float:
        return rows * 25.4 / self._dpi

    def _can_print(self) -> bool:
        return time.monotonic() >= self._busy_until and not (
            self._is_empty() or self.faults.cover_open or self.faults.cutter_jam
        )

    def _work(self) -> None:
        """Do what the buffer says, as far as it is whole and the paper lasts."""
        while self._buffer and self._can_print():
            if self._picture_left:
                self._burn()
            elif not self._obey():
                return

    def _burn(self) -> None:
        take = min(self._picture_left, self._row_bytes - len(self._row), len(self._buffer))
        self._look_alikes(bytes(self._buffer[:take]))
        self._row += self._buffer[:take]
        del self._buffer[:take]
        self._picture_left -= take
        if len(self._row) == self._row_bytes:
            self._advance(bytes(self._row))
            self._row.clear()

    def _look_alikes(self, data: bytes) -> None:
        for byte in data:
            self._tail = (self._tail + bytes((byte,)))[-3:]
            self.seen.real_time_in_pictures += any(self._tail.startswith(code) for code in LOOK_ALIKES)

    def _advance(self, row: bytes = b"") -> None:
        width = self._dots // 8
        self._rows.append(row[:width].ljust(width, b"\0"))
        self.faults.paper_mm -= self._mm(1)
        after = self.faults.open_cover_after_mm
        if after is not None and self._mm(len(self._rows)) > after:
            self.faults.open_cover_after_mm, self.faults.cover_open = None, True

    def _obey(self) -> bool:
        """Obey one command at the head of the buffer; False when the rest of it has not come yet."""
        buffer = bytes(self._buffer[:16])
        for code, length, act in self._commands():
            if buffer.startswith(code[: len(buffer)]):
                if len(buffer) < length:
                    return False
                del self._buffer[:length]
                act(buffer[len(code) : length])
                return True
        if buffer[0] != 0:
            self.seen.strays += 1
        del self._buffer[0]
        return True

    def _commands(self) -> tuple[tuple[bytes, int, Callable[[bytes], None]], ...]:
        return (
            (b"\x1b@", 2, self._initialise),
            (b"\x1bJ", 3, self._feed),
            (b"\x1da", 3, self._set_reporting),
            (b"\x1dP", 4, self._set_units),
            (b"\x1dr\x01", 3, self._complete),
            (b"\x1dV\x42", 4, self._cut),
            (b"\x1dv0", 8, self._begin_picture),
            (b"\x10\x04", 3, lambda _: None),
            (b"\x10\x05", 3, lambda _: None),
        )

    def _initialise(self, _: bytes) -> None:
        self._units = DEFAULT_UNITS_PER_INCH
        self._reporting = False

    def _feed(self, arguments: bytes) -> None:
        for _ in range(round(arguments[0] * self._dpi / self._units)):
            if not self._is_empty():
                self._advance()

    def _set_reporting(self, arguments: bytes) -> None:
        self._reporting = arguments[0] != 0
        self._reported = b""

    def _set_units(self, arguments: bytes) -> None:
        self._units = arguments[1] or DEFAULT_UNITS_PER_INCH

    def _complete(self, _: bytes) -> None:
        left = self.faults.fail_after_completions
        if left is not None:
            self.faults.no_completion = left == 0
            self.faults.fail_after_completions = max(0, left - 1)
        if not self.faults.no_completion:
            self._say(bytes((0x03 * self.faults.near_end | 0x0C * self._is_empty(),)))

    def _cut(self, _: bytes) -> None:
        picture = Image.frombytes("1", (self._dots, len(self._rows)), b"".join(self._rows))
        self.seen.tickets.append(picture)
        self.faults.paper_mm -= CUTTER_MM
        self._busy_until = time.monotonic() + self.faults.cut_seconds
        self._rows.clear()

    def _begin_picture(self, arguments: bytes) -> None:
        self._tail = b""
        self._row_bytes = arguments[1] + 256 * arguments[2]
        rows = arguments[3] + 256 * arguments[4]
        self.seen.bands.append((self._row_bytes, rows))
        self._picture_left = self._row_bytes * rows
