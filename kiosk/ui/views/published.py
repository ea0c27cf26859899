"""Requirements as a citizen reads them, and how far the published data can be trusted."""

from dataclasses import dataclass
from datetime import date

from kiosk.domain.catalogue import Catalogue, Requirement, Service
from kiosk.domain.text import Text
from kiosk.particulars import form_of
from kiosk.phrases import short_date
from kiosk.words import Words


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """One item of the list; several ``names`` are alternatives, of which one is enough."""

    names: list[str]
    heading: str
    onlyIf: str
    detail: str
    note: str


def requirement_rows(
    words: Words, language: str, catalogue: Catalogue, service: Service
) -> list[RequirementRow]:
    """Return a service's requirements: what is always needed first."""
    ordered = sorted(service.requires, key=lambda item: item.when is not None)
    return [_requirement_row(words, language, catalogue, item) for item in ordered]


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
    details = [form_of(words, language, item)]
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
        detail=_sentence(", ".join(filter(None, details))),
        note=_sentence(_optional(item.note, language)),
    )


def _optional(text: Text | None, language: str) -> str:
    return text.in_language(language) if text else ""


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
