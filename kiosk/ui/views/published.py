"""Requirements and fees as a citizen reads them."""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from kiosk.domain.catalogue import (
    Catalogue,
    Fee,
    FixedFee,
    FormulaFee,
    FreeFee,
    OptionsFee,
    Requirement,
    Service,
)
from kiosk.domain.text import Text
from kiosk.phrases import money, short_date
from kiosk.words import Words

FORMS = {
    "original": "service.original",
    "copy": "service.copy",
    "original+copy": "service.original_and_copy",
}


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """One item of the list; several ``names`` are alternatives, of which one is enough."""

    names: list[str]
    heading: str
    onlyIf: str
    detail: str
    note: str


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One line of the cost; ``amount`` may stand alone."""

    label: str
    amount: str


def requirement_rows(
    words: Words, language: str, catalogue: Catalogue, service: Service
) -> list[RequirementRow]:
    """Return a service's requirements: what is always needed first."""
    ordered = sorted(service.requires, key=lambda item: item.when is not None)
    return [_requirement_row(words, language, catalogue, item) for item in ordered]


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


def verified(words: Words, language: str, service: Service) -> str:
    """Say how far the published data can be trusted: checked on a date, published, or unconfirmed."""
    if service.verified_on:
        day = short_date(words, language, date.fromisoformat(service.verified_on))
        return words.say(language, "service.verified", date=day)
    return words.say(
        language, "service.published" if service.confidence == "sourced" else "service.unverified"
    )


def _requirement_row(words: Words, language: str, catalogue: Catalogue, item: Requirement) -> RequirementRow:
    documents = [catalogue.documents[each] for each in item.documents]
    counter = words.say(language, "service.at_counter")
    alternatives = len(documents) > 1
    details = [words.say(language, FORMS[item.form])] if item.form in FORMS else []
    if item.quantity:
        details.append(words.say(language, "service.quantity", n=item.quantity))
    if not alternatives and documents[0].at_counter:
        details.append(counter)
    question = catalogue.conditions[item.when].question.in_language(language) if item.when else ""
    return RequirementRow(
        names=[
            each.name.in_language(language) + (f" ({counter})" if alternatives and each.at_counter else "")
            for each in documents
        ],
        heading=words.say(language, "service.one_of") if alternatives else "",
        onlyIf=words.say(language, "service.only_if", question=question) if question else "",
        detail=_sentence(", ".join(details)),
        note=_sentence(_optional(item.note, language)),
    )


def _optional(text: Text | None, language: str) -> str:
    return text.in_language(language) if text else ""


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
