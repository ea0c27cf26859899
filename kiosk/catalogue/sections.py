"""The sections of a catalogue, gathered from one file or from all the files of a folder."""

from dataclasses import dataclass, field

from kiosk.catalogue.positions import Node
from kiosk.catalogue.reading import Faults, Record

SINGLE = (
    "version", "as_of", "currency", "timezone", "hours_default", "season_hours", "ticket_opens",
    "ticket_format", "complaints_default", "mall", "agency_order",
)  # fmt: skip
TABLES = ("procedures", "conditions", "sources", "languages", "search")
LISTS = ("agencies", "documents", "services")
CALENDAR = "calendar"
OWN_AGENCY = "agency"
"""In a folder's file: the one agency whose services the file holds."""

ONLY_LANGUAGE = "id"
"""The language of a catalogue whose texts name none."""


@dataclass
class Sections:
    """Everything that was read, not yet looked at.

    Services go with the agency of their file; several files may each add to the calendar.
    """

    place: Node
    single: dict[str, Node] = field(default_factory=dict)
    tables: dict[str, dict[str, Node]] = field(default_factory=lambda: {name: {} for name in TABLES})
    agencies: list[Node] = field(default_factory=list)
    documents: list[Node] = field(default_factory=list)
    services: list[tuple[Node, str | None]] = field(default_factory=list)
    calendars: list[Node] = field(default_factory=list)

    def add(self, root: Node, faults: Faults) -> None:
        """Add one file's sections; a value that another file gave already is reported."""
        record = Record(root, (*SINGLE, *TABLES, *LISTS, CALENDAR, OWN_AGENCY), faults)
        for name in SINGLE:
            if (node := record.get(name)) is not None:
                _put(self.single, name, node, faults)
        for name in TABLES:
            for key, node in record.table(name).items():
                _put(self.tables[name], key, node, faults)
        if (calendar := record.get(CALENDAR)) is not None:
            self.calendars.append(calendar)
        own = record.get(OWN_AGENCY)
        if own is not None:
            self.agencies.append(own)
        self.agencies.extend(record.items("agencies"))
        self.documents.extend(record.items("documents"))
        agency = own_id if own and isinstance(own_id := own.at("id").value, str) else None
        self.services.extend((node, agency) for node in record.items("services"))

    def languages(self) -> tuple[str, ...]:
        """Return the codes of the languages: those declared, else those of the agencies' names, else one."""
        if self.tables["languages"]:
            return tuple(self.tables["languages"])
        names = (each.at("name").value for each in self.agencies)
        codes = dict.fromkeys(code for name in names if isinstance(name, dict) for code in name)
        return tuple(codes) or (ONLY_LANGUAGE,)


def _put(table: dict[str, Node], key: str, node: Node, faults: Faults) -> None:
    if key in table:
        first = table[key]
        faults.error(node, f"{key!r} is also in {first.file}:{first.line}", "keep one of the two")
    else:
        table[key] = node
