"""``python -m kiosk.server``: the central queue server alone."""

import argparse
import sys
from collections.abc import Sequence

from kiosk.accidents import UnknownStepError, await_accident
from kiosk.server.command import add_arguments, run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the server from the command line and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.server", description="The central queue server.")
    add_arguments(parser)
    options = parser.parse_args(arguments)
    try:
        await_accident()
    except UnknownStepError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return run(options)


if __name__ == "__main__":
    sys.exit(main())
