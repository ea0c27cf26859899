"""A request of the Internet Printing Protocol as bytes (RFC 8010 section 3).

It is our own, as is ``ipp_answer``, and short: of Python's libraries pyipp is the one that is kept. It brings
aiohttp and four others beside the httpx that is here already, and is made for watching printers, not jobs.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

VERSION = 0x0101
"""IPP/1.1: every printer takes it, and answers with all that it knows."""
HEADER = struct.Struct(">HHI")
"""Version, operation or status, and the request's number."""


class Tag(IntEnum):
    """What a group, or a value, is (RFC 8010 section 3.5)."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    SPAN = 0x33
    COLLECTION = 0x34
    END_COLLECTION = 0x37
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49
    MEMBER = 0x4A


Members = tuple["Attribute", ...]


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a request; a collection's value is its members."""

    name: str
    tag: Tag
    values: Sequence[int | bool | str | Members]


def request(operation: int, number: int, groups: Sequence[tuple[Tag, Sequence[Attribute]]]) -> bytes:
    """Return a request's message; the document of a Print-Job follows it."""
    body = b"".join(bytes([tag]) + b"".join(map(_attribute, group)) for tag, group in groups)
    return HEADER.pack(VERSION, operation, number) + body + bytes([Tag.END])


def _attribute(attribute: Attribute, *, member: bool = False) -> bytes:
    name = attribute.name.encode()
    if member:
        head, name = _field(Tag.MEMBER, b"", name), b""
    else:
        head = b""
    for value in attribute.values:
        head += _field(attribute.tag, name, _value(attribute.tag, value))
        if isinstance(value, tuple):
            head += b"".join(_attribute(each, member=True) for each in value)
            head += _field(Tag.END_COLLECTION, b"", b"")
        name = b""
    return head


def _field(tag: Tag, name: bytes, value: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(value)) + value


def _value(tag: Tag, value: int | bool | str | Members) -> bytes:
    match value:
        case str():
            return value.encode()
        case tuple():
            return b""
        case _:
            return struct.pack(">?" if tag is Tag.BOOLEAN else ">i", value)
