"""The particulars of a service in words: what it costs, what to bring, and when it is ready."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never

from kiosk.domain.catalogue import (
    Catalogue,
    Fee,
    FixedFee,
    FormulaFee,
    FreeFee,
    OptionsFee,
    Ready,
    Requirement,
    Service,
)
from kiosk.phrases import money
from kiosk.words import Words

FORMS = {
    "original": "service.original",
    "copy": "service.copy",
    "original+copy": "service.original_and_copy",
}


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One line of the cost; ``amount`` may stand alone, and so may the ``label`` that is a note."""

    label: str
    amount: str


def fee_rows(words: Words, language: str, fee: Fee) -> list[FeeRow]:
    """Return the lines of a fee, its note last."""
    note = [FeeRow(fee.note.in_language(language), "")] if fee.note else []
    match fee:
        case FreeFee():
            return [FeeRow("", words.say(language, "service.free")), *note]
        case FixedFee(amount=amount):
            return [FeeRow("", money(words, language, amount)), *note]
        case OptionsFee(options=options):
            return [
                FeeRow(each.label.in_language(language), money(words, language, each.amount))
                for each in options
            ] + note
        case FormulaFee():
            return [FeeRow("", words.say(language, "service.formula")), *note]
        case other:
            assert_never(other)


def any_of(words: Words, language: str, catalogue: Catalogue, documents: Iterable[str]) -> str:
    """Name documents of which any one is enough."""
    either = f" {words.say(language, 'service.either')} "
    return either.join(catalogue.documents[each].name.in_language(language) for each in documents)


def form_of(words: Words, language: str, item: Requirement) -> str:
    """Say in which form, and how often, a document is wanted; nothing where any will do."""
    parts = [words.say(language, FORMS[item.form])] if item.form in FORMS else []
    if item.quantity:
        parts.append(words.say(language, "service.quantity", n=item.quantity))
    return ", ".join(parts)


def ready(words: Words, language: str, service: Service) -> str:
    """Say after how many working days a service hands over its product, or the mall's own words for it."""
    if service.ready:
        return working_days(words, language, service.ready)
    if service.duration:
        return service.duration.in_language(language)
    return words.say(language, "service.unknown_duration")


def working_days(words: Words, language: str, span: Ready) -> str:
    """Say a span of working days."""
    match span:
        case Ready(most=0):
            return words.say(language, "ready.at_once")
        case Ready(least=0, most=most):
            return words.say(language, "ready.at_most", n=most)
        case Ready(least=1, most=1):
            return words.say(language, "ready.one_day")
        case Ready(least=least, most=most) if least == most:
            return words.say(language, "ready.days", n=most)
        case Ready(least=least, most=most):
            return words.say(language, "ready.span", least=least, most=most)
        case other:
            assert_never(other)


def listed(words: Words, language: str, items: Sequence[str]) -> str:
    """Name one thing, or several with "and" before the last."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {words.say(language, 'welcome.and')} {items[-1]}"


def steps(words: Words, language: str, places: Iterable[int]) -> str:
    """Name stops by their numbers."""
    numbers = [str(place + 1) for place in places]
    key = "way.steps" if len(numbers) > 1 else "way.step"
    return words.say(language, key, numbers=listed(words, language, numbers))
