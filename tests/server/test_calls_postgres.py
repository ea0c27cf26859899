"""The counters' work on PostgreSQL when its answer is lost after the work was done: it is not done again."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

import pytest

from kiosk.server.counters.calls import Call, Ending
from kiosk.server.postgres.line import Connection, Line
from kiosk.server.postgres.opening import open_pool
from kiosk.server.postgres.store import PostgresStore
from kiosk.server.refused import Refused
from kiosk.server.store import QueueCount
from tests.postgres_kit import Cluster
from tests.server.store_kit import DAY, MALL, SERVICE
from tests.server.test_calls_store import OTHER, SERVICES, call, counter, end, press

T = TypeVar("T")


class ForgetfulLine(Line):
    """Loses the first answer to everything, after the work has been done."""

    lost = 0

    async def run(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        heard = False

        async def unheard(connection: Connection) -> T:
            nonlocal heard
            result = await work(connection)
            if not heard:
                heard = True
                self.lost += 1
                raise ConnectionResetError("cut after the commit")
            return result

        return await super().run(unheard)


@pytest.fixture
async def line(postgres: Cluster) -> AsyncIterator[ForgetfulLine]:
    url = await postgres.new_database()
    pool = await open_pool(url)
    assert not isinstance(pool, Refused)
    line = ForgetfulLine(pool)
    yield line
    await line.close()
    await postgres.drop(url)


async def test_work_whose_answer_was_lost_is_done_once(line: ForgetfulLine) -> None:
    store = PostgresStore(line)
    first, second = await press(store, 1), await press(store, 2)
    lost = line.lost
    called = await call(store, counter())
    assert (called.label, called.nth) == (first, 1)
    assert await store.calls.serve(MALL, counter(seconds=70), None) is not None
    assert (await end(store, counter(seconds=80), Ending.DONE)).label == first
    assert (await call(store, counter(seconds=90))).label == second
    assert (await end(store, counter(seconds=100), Ending.PARKED)).state == "parked"
    back = await store.calls.recall(MALL, counter(2, 110), second)
    assert isinstance(back, Call)
    assert back.nth == 2
    assert (await end(store, counter(2, 120), Ending.TRANSFERRED, OTHER)).state == "waiting"
    assert line.lost - lost == 7
    assert await store.queues(MALL, DAY) == {SERVICE: QueueCount(0, 2), OTHER: QueueCount(1, 0)}
    assert await store.calls.next(MALL, counter(3), [SERVICE], 2) is None
    assert (await call(store, counter(3), *SERVICES)).nth == 3
    await store.close()
