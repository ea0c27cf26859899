"""The names of PostgreSQL databases."""

from urllib.parse import urlsplit, urlunsplit

SCHEMES = ("postgresql", "postgres")


def is_postgres(database: str) -> bool:
    """Tell whether a database's name leads to PostgreSQL."""
    return database.partition("://")[0] in SCHEMES


def without_password(database: str) -> str:
    """Return a database's name as it may be shown."""
    parts = urlsplit(database)
    user, at, host = parts.netloc.rpartition("@")
    if ":" not in user:
        return database
    name = user.partition(":")[0]
    return urlunsplit(parts._replace(netloc=f"{name}:***{at}{host}"))
