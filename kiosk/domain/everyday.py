"""Everyday words: what people say where a catalogue says something else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EverydayWords:
    """What a search should know of how people speak, in all languages at once.

    ``synonyms`` are groups of words or phrases, each of which may stand for any other of its group.
    ``fillers`` are single words that do not say what is sought, as in "saya mau" or "how to".
    ``endings`` may hang on any word without changing what is sought, as in "ktpku".
    """

    synonyms: tuple[tuple[str, ...], ...] = ()
    fillers: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()

    def and_also(self, other: "EverydayWords") -> "EverydayWords":
        """Return these words and those of ``other``."""
        return EverydayWords(
            (*self.synonyms, *other.synonyms),
            (*self.fillers, *other.fillers),
            (*self.endings, *other.endings),
        )


NO_WORDS = EverydayWords()
