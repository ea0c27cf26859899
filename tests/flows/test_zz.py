import asyncio, sys
from pathlib import Path
from tests.kiosk_kit import at_kiosk

async def test_x(tmp_path: Path) -> None:
    task = asyncio.current_task()
    def show():
        for f in task.get_stack(): print("STACK", f)
        c = task.get_coro()
        while c is not None and hasattr(c, "cr_frame"):
            print("CORO", c.cr_frame); c = c.cr_await
    h = asyncio.get_running_loop().call_later(8, show)
    async with at_kiosk(tmp_path, size=(1920,1080)) as citizen:
        await citizen.touch("language:en")
        item = citizen.finger._find("agency:imigrasi")
        print(item)
        await citizen.touch("agency:imigrasi")
    h.cancel()
