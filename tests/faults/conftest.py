"""What the tests of faults share."""

from tests.postgres_kit import postgres

__all__ = ["postgres"]
