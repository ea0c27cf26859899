"""The papers to bring to a stop, in words."""

from dataclasses import dataclass

from kiosk.domain.catalogue import Catalogue
from kiosk.domain.way_papers import Bring, Origin
from kiosk.particulars import any_of, form_of
from kiosk.words import Words

BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Papers:
    """What to bring to one stop, in a language."""

    words: Words
    language: str
    catalogue: Catalogue
    items: tuple[Bring, ...]

    def brings(self) -> str:
        """Name those that one has or gets on the way, in one line."""
        if not self.items:
            return self.words.say(self.language, "service.requires_none")
        own = [self._name(each) for each in self.items if each.origin is not Origin.OUTSIDE]
        return self._line("way.bring", own)

    def outside(self) -> str:
        """Name those from outside the mall, in one line."""
        return self._line("way.outside", [self._name(each) for each in self._of(Origin.OUTSIDE)])

    def named(self, origin: Origin) -> list[str]:
        """Name those of an origin one by one, with the form in which they are wanted."""
        forms = ((each, form_of(self.words, self.language, each.item)) for each in self._of(origin))
        return [self._name(each) + (f", {form}" if form else "") for each, form in forms]

    def _of(self, origin: Origin) -> list[Bring]:
        return [each for each in self.items if each.origin is origin]

    def _line(self, key: str, names: list[str]) -> str:
        return self.words.say(self.language, key, papers=BETWEEN.join(names)) if names else ""

    def _name(self, bring: Bring) -> str:
        name = any_of(self.words, self.language, self.catalogue, bring.documents)
        if bring.stop is None:
            return name
        return self.words.say(self.language, "way.from_step", document=name, n=bring.stop + 1)
