"""Words in several languages, as a mall writes them in its catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

ANY_LANGUAGE = "*"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in one or more languages, keyed by language code; the first language is the fallback.

    A text that was written without languages stands under ``ANY_LANGUAGE`` and serves them all.
    """

    values: Mapping[str, str]

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Self:
        """Make a text from translations; the mapping is copied and sealed."""
        return cls(MappingProxyType(dict(values)))

    @classmethod
    def plain(cls, words: str) -> Self:
        """Make a text that is the same in every language."""
        return cls.of({ANY_LANGUAGE: words})

    def in_language(self, language: str) -> str:
        """Return the words in ``language``, else in the text's own first language."""
        if language in self.values:
            return self.values[language]
        return next(iter(self.values.values()), "")

    def missing(self, languages: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of ``languages`` in which the text says nothing."""
        if ANY_LANGUAGE in self.values:
            return ()
        return tuple(each for each in languages if not self.values.get(each, "").strip())

    def __bool__(self) -> bool:
        return any(self.values.values())
