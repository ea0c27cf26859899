"""For whom a request is."""

from enum import StrEnum


class Audience(StrEnum):
    """Who may ask, where clients must be enrolled: all, every client, kiosks alone, or staff alone."""

    ALL = "all"
    CLIENTS = "clients"
    KIOSKS = "kiosks"
    STAFF = "staff"
