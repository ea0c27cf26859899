"""The technician's settings: ``kiosk.toml``, whose sections are the fields of ``Settings``."""

from kiosk.settings.explaining import explain
from kiosk.settings.loading import LoadedSettings, load_settings
from kiosk.settings.model import (
    DataSettings,
    KioskSettings,
    MallSettings,
    PrinterSettings,
    ScreenSettings,
    ServerSettings,
    Settings,
    TechnicianSettings,
    VisitSettings,
)

__all__ = [
    "DataSettings",
    "KioskSettings",
    "LoadedSettings",
    "MallSettings",
    "PrinterSettings",
    "ScreenSettings",
    "ServerSettings",
    "Settings",
    "TechnicianSettings",
    "VisitSettings",
    "explain",
    "load_settings",
]
