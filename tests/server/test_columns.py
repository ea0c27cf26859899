"""What PostgreSQL keeps is judged by the same list as what SQLite and the journal keep."""

import asyncpg

from tests.postgres_kit import Cluster
from tests.server.store_kit import opened
from tests.unit.test_personal_data import JUDGED, KEPT

ITS_OWN = {"nth", "version"}
"""The order of a ticket's withdrawn labels, and of the schema's versions."""


async def test_every_column_of_postgresql_was_judged(postgres: Cluster) -> None:
    url = await postgres.new_database()
    async with opened(url):
        connection = await asyncpg.connect(url)
        rows = await connection.fetch(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        )
        await connection.close()
    await postgres.drop(url)
    there = {f"{table}.{column}" for table, column in rows}
    assert {each.partition(".")[2] for each in there} <= JUDGED | ITS_OWN
    assert {each.partition(".")[2] for each in there - set(KEPT)} <= ITS_OWN
