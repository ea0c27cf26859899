"""Which operation a request asks for, by its path and its method."""

import re
from collections import defaultdict
from collections.abc import Iterable

from starlette.requests import Request

from kiosk.contract.problems import ProblemType
from kiosk.server.problems import problem
from kiosk.server.web.http import ProblemError
from kiosk.server.web.operation import Operation

_PARAMETER = re.compile(r"\\{(\w+)\\}")
"""A parameter of a path's template, escaped."""


class Routes:
    """The operations by their paths, in the table's order: the first path that fits counts."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        paths: defaultdict[str, dict[str, Operation]] = defaultdict(dict)
        for each in operations:
            paths[each.path][each.method] = each
            if each.method == "GET":
                paths[each.path]["HEAD"] = each
        self._routes = [(_pattern(path), methods) for path, methods in paths.items()]

    def find(self, request: Request) -> Operation:
        """Return what is asked for, and note the path's parameters; raises ``ProblemError``."""
        path, method = request.scope["path"], request.scope["method"]
        for pattern, methods in self._routes:
            if (match := pattern.fullmatch(path)) is None:
                continue
            if (operation := methods.get(method)) is not None:
                request.scope["path_params"] = match.groupdict()
                return operation
            allow = ", ".join(sorted(methods))
            wrong = problem(ProblemType.METHOD_NOT_ALLOWED, f"{method}: use {allow} here")
            raise ProblemError(wrong, {"Allow": allow})
        raise ProblemError(problem(ProblemType.NOT_FOUND, f"{path}: no such path; see /openapi.json"))


def _pattern(path: str) -> re.Pattern[str]:
    """Return what a path's template matches: a parameter is all of one segment."""
    return re.compile(_PARAMETER.sub(r"(?P<\1>[^/]+)", re.escape(path)))
