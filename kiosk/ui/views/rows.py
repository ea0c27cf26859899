"""Lists for QML: a model whose roles are the fields of a frozen dataclass."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
FIRST_ROLE = int(Qt.ItemDataRole.UserRole)
NOWHERE = QModelIndex()


class RowsModel(QAbstractListModel):
    """Rows of one dataclass; replacing them keeps the delegates of rows that stay in place."""

    def __init__(self, row_type: type, parent: QObject) -> None:
        super().__init__(parent)
        self._names = tuple(field.name for field in fields(row_type))
        self._rows: tuple[object, ...] = ()

    @property
    def rows(self) -> tuple[object, ...]:
        """The rows as they are shown."""
        return self._rows

    def replace(self, rows: Sequence[object]) -> None:
        """Show other rows, telling QML only what differs."""
        old, new = self._rows, tuple(rows)
        if len(new) < len(old):
            self.beginRemoveRows(NOWHERE, len(new), len(old) - 1)
            self._rows = old[: len(new)]
            self.endRemoveRows()
        shared = min(len(old), len(new))
        self._rows = new[:shared]
        for place in range(shared):
            if old[place] != new[place]:
                self.dataChanged.emit(self.index(place), self.index(place))
        if len(new) > len(old):
            self.beginInsertRows(NOWHERE, len(old), len(new) - 1)
            self._rows = new
            self.endInsertRows()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = FIRST_ROLE) -> Any:
        return getattr(self._rows[index.row()], self._names[role - FIRST_ROLE])

    def roleNames(self) -> dict[int, QByteArray]:
        return {FIRST_ROLE + place: QByteArray(name.encode()) for place, name in enumerate(self._names)}
