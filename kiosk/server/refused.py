"""What keeps the server from starting."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that the server needs cannot be used; ``why`` says what is wrong, where, and what to do."""

    why: str
