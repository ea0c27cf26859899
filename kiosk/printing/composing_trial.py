"""The paper by which a technician tries the printer: it says that it is no number."""

from datetime import datetime

from kiosk.printing.composing import BODY, SMALL, TITLE, moment
from kiosk.printing.document import Field, Gap, Ornament, Qr, Rule, Stamp, Text, TrialDocument
from kiosk.words import Words

CODE = "UJI CETAK"
"""What the code on it says: a scanner that reads it reads every code on this roll."""


def compose_trial(words: Words, kiosk: str, at: datetime, language: str) -> TrialDocument:
    """Lay out a test paper; ``at`` is in the mall's own zone, ``kiosk`` says which one printed it."""

    def tell(key: str) -> str:
        return words.say(language, f"trial_paper.{key}")

    blocks = (
        Ornament(),
        Gap(1.2),
        Stamp(tell("test")),
        Gap(1.4),
        Text(tell("no_number"), TITLE, bold=True),
        Gap(1.0),
        Text(tell("look"), BODY),
        Rule(),
        Qr(CODE),
        Field(tell("kiosk"), kiosk),
        Text(moment(words, language, at), SMALL),
    )
    return TrialDocument(at, language, blocks)
