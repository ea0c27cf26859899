"""A printer on TCP that is always ready: it takes ESC/POS, prints nothing, and answers what it is asked.

It runs as a process of its own and says its port on the first line. Commands are told apart from picture
data by their lengths, so that nothing inside a picture counts as a question.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

READY = b"\x12"
"""To DLE EOT: nothing is wrong."""
REPORT = b"\x10\x00\x00\x00"
"""To GS a: on line, covered, with paper."""
DONE = b"\x00"
"""To GS r 1: all before it was processed, and there is paper."""

LENGTHS = {b"\x1b@": 0, b"\x1bJ": 1, b"\x1dP": 2, b"\x1dV": 2, b"\x1da": 1, b"\x1dr": 1, b"\x10\x04": 1}
ANSWERS = {b"\x10\x04": READY, b"\x1da": REPORT, b"\x1dr": DONE}
PICTURE = b"\x1dv"


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Obey one connection's commands until it ends."""
    try:
        while True:
            command = await reader.readexactly(2)
            if command == PICTURE:
                _, _, low, high, rows, more = await reader.readexactly(6)
                await reader.readexactly((low + 256 * high) * (rows + 256 * more))
            else:
                await reader.readexactly(LENGTHS[command])
            writer.write(ANSWERS.get(command, b""))
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main() -> None:
    """Listen on a free port until killed."""
    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(listener.sockets[0].getsockname()[1], flush=True)
    await listener.serve_forever()


@contextmanager
def listener() -> Iterator[str]:
    """Run the printer on TCP, and give its URI."""
    program = [sys.executable, "-m", "benchmarks.escpos_listener"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"tcp://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


if __name__ == "__main__":
    asyncio.run(main())
