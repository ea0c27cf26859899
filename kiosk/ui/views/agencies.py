"""The agencies, and the search over everything that the mall does."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.app.model import Model
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.events import AgencyChosen, SearchChanged, ServiceChosen
from kiosk.domain.places import Agencies, Welcome
from kiosk.ui.views.rows import RowsModel
from kiosk.ui.views.stage import Stage, View
from kiosk.ui.views.tiles import AgencyRow, ServiceRow, agency_rows, service_row

if TYPE_CHECKING:
    from kiosk.app.finding.index import SearchIndex

QML_IMPORT_NAME = "KioskViews"
QML_IMPORT_MAJOR_VERSION = 1


HITS = 12
"""More services than these are no answer but a list to search."""


@dataclass(frozen=True, slots=True)
class AgenciesShown:
    """What the agencies' screen shows beside its lists."""

    query: str = ""
    searching: bool = False
    answer: str = ""
    summary: str = ""


@QmlElement
class AgenciesView(View):
    """The agencies' screen's view-model."""

    changed = Signal()

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(stage, parent)
        self._shown = AgenciesShown()
        self._tiles = RowsModel(AgencyRow, self)
        self._found = RowsModel(ServiceRow, self)
        self._indexed: Catalogue | None = None
        self._index: SearchIndex | None = None

    def update(self, model: Model) -> None:
        if model.catalogue is None or not isinstance(model.visit.place, Agencies | Welcome):
            return
        if model.catalogue is not self._indexed:
            self._indexed, self._index = model.catalogue, _index_of(model, model.catalogue)
        rows = agency_rows(model, self._stage.words)
        self._tiles.replace(rows)
        shown = self._searched(model, rows)
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _searched(self, model: Model, rows: list[AgencyRow]) -> AgenciesShown:
        say, place = self._say(model), model.visit.place
        summary = say("agencies.open_count", open=sum(not row.shut for row in rows), all=len(rows))
        query = place.query if isinstance(place, Agencies) else None
        if query is None:
            self._found.replace(())
            return AgenciesShown(summary=summary)
        assert self._index is not None
        if not self._index.asked(query):
            self._found.replace(())
            return AgenciesShown(query, True, say("agencies.type_hint"), summary)
        found = [
            service_row(model, self._stage.words, each, above=True) for each in self._index.find(query, HITS)
        ]
        self._found.replace(found)
        answer = say("agencies.found", n=len(found)) if found else say("agencies.found_none")
        return AgenciesShown(query, True, answer, summary)

    @Property(QObject, notify=changed)
    def tiles(self) -> QObject:
        """The agencies' tiles."""
        return self._tiles

    @Property(QObject, notify=changed)
    def found(self) -> QObject:
        """The services that the search found."""
        return self._found

    @Property(str, notify=changed)
    def query(self) -> str:
        """What was typed."""
        return self._shown.query

    @Property(bool, notify=changed)
    def searching(self) -> bool:
        """Whether the keyboard is out."""
        return self._shown.searching

    @Property(str, notify=changed)
    def answer(self) -> str:
        """What the search has to say."""
        return self._shown.answer

    @Property(str, notify=changed)
    def summary(self) -> str:
        """How many agencies are open."""
        return self._shown.summary

    @Slot(str)
    def choose(self, agency: str) -> None:
        """Go to an agency."""
        self._stage.acts.dispatch(AgencyChosen(agency))

    @Slot(str)
    def chooseService(self, service: str) -> None:
        """Go to a service that was found."""
        self._stage.acts.dispatch(ServiceChosen(service))

    @Slot(str)
    def type(self, query: str) -> None:
        """Search for what was typed."""
        self._stage.acts.dispatch(SearchChanged(query))

    @Slot()
    def endSearch(self) -> None:
        """Put the keyboard away."""
        self._stage.acts.dispatch(SearchChanged(None))


def _index_of(model: Model, catalogue: Catalogue) -> "SearchIndex":
    """Prepare the search; what it imports is loaded with the first catalogue and not at the start."""
    from kiosk.app.finding.opening import open_index

    return open_index(catalogue, [agency.id for agency in model.offered_agencies()])
