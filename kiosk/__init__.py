"""MPP Kiosk: queue tickets for public service malls, issued with or without a line to the server."""

__version__ = "0.1.0"
