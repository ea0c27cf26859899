"""The values that bodies are made of, each with what is allowed in it."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

Moment = Annotated[datetime, Meta(tz=True)]
"""A time of RFC 3339 with its offset; a time without one is refused."""

LanguageTag = Annotated[str, Meta(pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
"""A language as BCP 47 writes it, for example ``id``."""

Sequence = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""A whole number that every JSON reader can hold (RFC 8259 section 6)."""

ReasonLanguage = Annotated[str, Meta(pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}|\*)$")]
"""The language of a reason, or ``*`` for words that serve every language."""

ReasonWords = Annotated[str, Meta(pattern=r"^(?![\s\S]*[\u0000-\u001f])[\s\S]*\S", max_length=160)]
"""One line of words for a screen and a slip of paper."""

Reason = Annotated[dict[ReasonLanguage, ReasonWords], Meta(min_length=1)]
"""Why a service does less than usual, by language."""
