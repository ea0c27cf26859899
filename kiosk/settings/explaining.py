"""All settings, explained: a commented ``kiosk.toml`` with every default."""

import inspect
import json
import textwrap
from collections.abc import Iterator

from kiosk.settings.describing import Setting, sections, settings_of

_WIDTH = 96
_HEAD = """\
# The settings of a kiosk. Copy this file to kiosk.toml and change what differs.
# "kiosk check kiosk.toml" tells every fault. Unless a setting says otherwise, a change counts when
# the kiosk starts again.
"""


def explain() -> str:
    """Return the text of a ``kiosk.toml`` that says of each setting what it does and may be."""
    return _HEAD + "".join(f"\n{_section(name, kind)}" for name, kind in sections().items())


def _section(name: str, kind: type) -> str:
    about = inspect.getdoc(kind) or ""
    settings = "".join("\n" + "\n".join(_lines(each)) + "\n" for each in settings_of(name))
    return f"{_comment(about)}\n[{name}]\n{settings}"


def _lines(setting: Setting) -> Iterator[str]:
    yield _comment(" ".join((f"{setting.about.help}.", *_limits(setting))))
    yield f"{setting.name} = {_toml(setting.default)}"


def _limits(setting: Setting) -> Iterator[str]:
    about = setting.about
    if about.least is not None:
        yield f"{about.least} to {about.most}."
    if about.one_of:
        yield f"One of {', '.join(_toml(each) for each in about.one_of)}."
    if not about.restart:
        yield "Counts from the next visit on."


def _comment(text: str) -> str:
    return "\n".join(f"# {line}" for line in textwrap.wrap(" ".join(text.split()), _WIDTH))


def _toml(value: object) -> str:
    """Write a default as TOML, which agrees with JSON on texts, numbers, truth values and lists."""
    if isinstance(value, tuple):
        return json.dumps(list(value))
    if isinstance(value, bool | int):
        return json.dumps(value)
    return json.dumps("" if value is None else str(value))
