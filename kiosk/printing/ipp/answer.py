"""What a printer answers in the Internet Printing Protocol, from bytes (RFC 8010 section 3)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.printing.ipp.message import HEADER, Tag

SPAN = struct.Struct(">ii")
FIRST_VALUE, FIRST_TEXT, LAST_TEXT = 0x10, 0x40, 0x5F
"""Tags below the first are of groups."""


class IppFormatError(ValueError):
    """Bytes that are no IPP message."""


@dataclass(frozen=True, slots=True)
class Span:
    """All whole numbers from ``low`` to ``high``."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Attributes:
    """A group of an answer, or a collection in it; what is not there is empty or ``None``.

    Values of kinds that tell no state (dates, resolutions, text with a language) are left out.
    """

    values: dict[str, list["int | str | Span | Attributes"]] = field(default_factory=dict)

    def integer(self, name: str) -> int | None:
        """Return the first value, if it is a number."""
        return next((value for value in self.values.get(name, ()) if isinstance(value, int)), None)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return all values that are text."""
        return tuple(value for value in self.values.get(name, ()) if isinstance(value, str))

    def span(self, name: str) -> Span | None:
        """Return the first value as a span; a number is a span of itself."""
        for value in self.values.get(name, ()):
            if isinstance(value, Span):
                return value
            if isinstance(value, int):
                return Span(value, value)
        return None

    def collections(self, name: str) -> tuple["Attributes", ...]:
        """Return all values that are collections."""
        return tuple(value for value in self.values.get(name, ()) if isinstance(value, Attributes))


@dataclass(frozen=True, slots=True)
class Answer:
    """A printer's answer; the statuses are those of RFC 8011 appendix B."""

    status: int
    request_id: int
    groups: tuple[tuple[int, Attributes], ...]

    def each(self, tag: Tag) -> tuple[Attributes, ...]:
        """Return the groups of one kind, in their order."""
        return tuple(group for kind, group in self.groups if kind == tag)

    def first(self, tag: Tag) -> Attributes:
        """Return the first group of a kind; an empty one if there is none."""
        return next(iter(self.each(tag)), Attributes())


def read(message: bytes) -> Answer:
    """Read an answer; raises ``IppFormatError`` for what is none, or is cut short."""
    try:
        _, status, number = HEADER.unpack_from(message)
        return Answer(status, number, tuple(_groups(message, HEADER.size)))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise IppFormatError(f"{len(message)} bytes that are no IPP message: {error}") from error


@dataclass(slots=True)
class _Group:
    """A group, or a collection, while it is read; ``name`` is that of the attribute under way."""

    attributes: Attributes = field(default_factory=Attributes)
    name: str = ""


def _groups(message: bytes, place: int) -> Iterator[tuple[int, Attributes]]:
    open_groups: list[_Group] = []
    kind = 0
    while True:
        tag = message[place]
        if tag < FIRST_VALUE:
            if len(open_groups) > 1:
                raise IppFormatError("a collection without an end")
            if open_groups:
                yield kind, open_groups.pop().attributes
            if tag == Tag.END:
                return
            kind, place = tag, place + 1
            open_groups.append(_Group())
            continue
        name, place = _counted(message, place + 1)
        value, place = _counted(message, place)
        if not open_groups:
            raise IppFormatError("a value outside of every group")
        _take(open_groups, tag, name, value)


def _take(open_groups: list[_Group], tag: int, name: bytes, value: bytes) -> None:
    group = open_groups[-1]
    if tag == Tag.END_COLLECTION:
        if len(open_groups) == 1:
            raise IppFormatError("the end of a collection that was not begun")
        open_groups.pop()
        return
    if tag == Tag.MEMBER:
        name = value
    if name:
        group.name = name.decode()
    if tag == Tag.MEMBER:
        return
    values = group.attributes.values.setdefault(group.name, [])
    if tag == Tag.COLLECTION:
        open_groups.append(_Group())
        values.append(open_groups[-1].attributes)
    elif (read_value := _typed(tag, value)) is not None:
        values.append(read_value)


def _typed(tag: int, value: bytes) -> int | str | Span | None:
    match tag:
        case Tag.INTEGER | Tag.ENUM:
            return int(struct.unpack(">i", value)[0])
        case Tag.BOOLEAN:
            return int(struct.unpack(">?", value)[0])
        case Tag.SPAN:
            return Span(*SPAN.unpack(value))
        case _ if FIRST_TEXT <= tag <= LAST_TEXT:
            return value.decode()
        case _:
            return None


def _counted(message: bytes, place: int) -> tuple[bytes, int]:
    """Return the bytes that are counted at a place, and the place after them."""
    (length,) = struct.unpack_from(">H", message, place)
    end = place + 2 + length
    return message[place + 2 : end], end
