"""What the tests of faults share."""

from tests.postgres_kit import postgres
from tests.server.conftest import database

__all__ = ["database", "postgres"]
