"""Questions to an IPP printer over HTTP, each with its deadline (RFC 8010 section 4, RFC 8011 section 4)."""

import asyncio
import itertools
import ssl
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

import httpx

from kiosk.printing.address import IppAddress
from kiosk.printing.condition import Cause, cause_of
from kiosk.printing.ipp.answer import Answer, Attributes, IppFormatError, read
from kiosk.printing.ipp.message import Attribute, Tag, request

ANSWER_BYTES = 1024 * 1024
"""A printer's attributes take some 10 kB, a queue's with hundreds of media some 200."""
FIRST_REFUSAL = 0x0400
"""Statuses from here on mean that nothing was done."""
BUSY, NOT_FOUND, GONE = 0x0507, 0x0406, 0x0407
SENDING = "http11.send_request_headers.started"
"""httpcore's word when the connection stands and the first byte is about to leave."""


class Operation(IntEnum):
    """What is asked for (RFC 8011 section 5.4.15)."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B


class IppError(Exception):
    """The printer did not do what it was asked for; ``cause`` is why, as far as the machine tells."""

    def __init__(self, words: str, cause: Cause = Cause.BROKEN) -> None:
        super().__init__(words)
        self.cause = cause


class NotReachedError(IppError):
    """Nothing was sent: there was no connection."""


class RefusedError(IppError):
    """The printer said no, and did nothing; ``status`` is IPP's, 0 if HTTP's said it."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words, Cause.BUSY if status == BUSY else Cause.BROKEN)
        self.status = status


class NoAnswerError(IppError):
    """Something was sent, and it is not known what became of it."""


class IppClient:
    """Asks one printer in the name of ``user``, over a new connection each time.

    A connection that was kept may be gone unnoticed: of a ticket sent over it nothing would be known.
    """

    def __init__(self, address: IppAddress, user: str) -> None:
        host = f"[{address.host}]" if ":" in address.host else address.host
        place = f"{host}:{address.port}{address.path}"
        self._uri = f"{'ipps' if address.secure else 'ipp'}://{place}"
        self._url = f"{'https' if address.secure else 'http'}://{place}"
        self.user = user
        self._numbers = itertools.count(1)
        self._trust = _anyone()

    async def printer(self, names: Sequence[str], seconds: float) -> Attributes:
        """Return a printer's attributes; raises ``IppError``."""
        answer = await self._ask(Operation.GET_PRINTER_ATTRIBUTES, (_wanted(names),), seconds)
        return answer.first(Tag.PRINTER)

    async def job(self, number: int, names: Sequence[str], seconds: float) -> Attributes:
        """Return a job's attributes; raises ``IppError``."""
        job = Attribute("job-id", Tag.INTEGER, (number,)), self._asking()
        answer = await self._ask(Operation.GET_JOB_ATTRIBUTES, (*job, _wanted(names)), seconds)
        return answer.first(Tag.JOB)

    async def jobs(self, which: str, names: Sequence[str], seconds: float) -> tuple[Attributes, ...]:
        """Return jobs that are ``completed`` or ``not-completed``; raises ``IppError``."""
        kind = Attribute("which-jobs", Tag.KEYWORD, (which,))
        answer = await self._ask(Operation.GET_JOBS, (self._asking(), kind, _wanted(names)), seconds)
        return answer.each(Tag.JOB)

    async def cancel(self, number: int, seconds: float) -> None:
        """Ask for a job's end; whether it came is in its state. Raises ``IppError``."""
        job = Attribute("job-id", Tag.INTEGER, (number,))
        await self._ask(Operation.CANCEL_JOB, (job, self._asking()), seconds)

    async def print_pdf(
        self, name: str, pdf: bytes, template: Sequence[Attribute], seconds: float, begun: Callable[[], None]
    ) -> int:
        """Hand over a document and return its job's number; raises ``IppError``.

        ``begun`` is called when the first byte leaves, and not if there is no connection.
        """
        operation = (
            self._asking(),
            Attribute("job-name", Tag.NAME, (name,)),
            Attribute("ipp-attribute-fidelity", Tag.BOOLEAN, (False,)),
            Attribute("document-format", Tag.MIME_TYPE, ("application/pdf",)),
        )
        answer = await self._ask(Operation.PRINT_JOB, operation, seconds, template, pdf, begun)
        number = answer.first(Tag.JOB).integer("job-id")
        if number is None:
            raise NoAnswerError("the printer took the document and told no job for it")
        return number

    def _asking(self) -> Attribute:
        return Attribute("requesting-user-name", Tag.NAME, (self.user,))

    async def _ask(
        self,
        operation: Operation,
        attributes: Sequence[Attribute],
        seconds: float,
        template: Sequence[Attribute] = (),
        document: bytes = b"",
        begun: Callable[[], None] = lambda: None,
    ) -> Answer:
        number = next(self._numbers)
        first = (
            Attribute("attributes-charset", Tag.CHARSET, ("utf-8",)),
            Attribute("attributes-natural-language", Tag.LANGUAGE, ("en",)),
            Attribute("printer-uri", Tag.URI, (self._uri,)),
        )
        groups = [(Tag.OPERATION, (*first, *attributes))]
        if template:
            groups.append((Tag.JOB, tuple(template)))
        reply = await self._exchange(request(operation, number, groups) + document, seconds, begun)
        try:
            answer = read(reply)
        except IppFormatError as error:
            raise NoAnswerError(f"the printer answered {error}") from error
        if answer.request_id != number:
            raise NoAnswerError("the printer answered another question")
        if answer.status >= FIRST_REFUSAL:
            said = answer.first(Tag.OPERATION).texts("status-message")
            raise RefusedError(answer.status, " ".join((f"status {answer.status:#06x}", *said)))
        return answer

    async def _exchange(self, body: bytes, seconds: float, begun: Callable[[], None]) -> bytes:
        """Send a message and return the answer's; a connection is closed with its answer."""
        sent = False

        async def trace(event: str, _: dict[str, Any]) -> None:
            nonlocal sent
            if event == SENDING and not sent:
                sent = True
                begun()

        try:
            async with asyncio.timeout(seconds):
                return await self._post(body, {"trace": trace})
        except (httpx.HTTPError, TimeoutError) as error:
            words = f"{type(error).__name__} {error}".strip()
            raise (NoAnswerError if sent else NotReachedError)(words, _cause(error)) from error

    async def _post(self, body: bytes, extensions: dict[str, Any]) -> bytes:
        headers = {"Content-Type": "application/ipp", "Connection": "close"}
        content = bytearray()
        async with (
            httpx.AsyncClient(verify=self._trust, trust_env=False, timeout=None) as client,
            client.stream(
                "POST", self._url, content=body, headers=headers, extensions=extensions
            ) as response,
        ):
            if 300 <= response.status_code < 500:
                raise RefusedError(0, _refusal(response.status_code))
            if response.status_code != httpx.codes.OK:
                raise NoAnswerError(f"the printer answered with HTTP's status {response.status_code}")
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > ANSWER_BYTES:
                    raise NoAnswerError(f"the printer's answer is longer than {ANSWER_BYTES} bytes")
        return bytes(content)


def _wanted(names: Sequence[str]) -> Attribute:
    return Attribute("requested-attributes", Tag.KEYWORD, tuple(names))


def _cause(error: BaseException | None) -> Cause:
    """Return what the system said at the bottom of what the libraries made of it."""
    found = Cause.BROKEN
    while error is not None:
        found = cause_of(error) if isinstance(error, OSError) else found
        error = error.__cause__ or error.__context__
    return found


def _refusal(status: int) -> str:
    words = f"the printer answered with HTTP's status {status}"
    match status:
        case 401 | 403:
            return f"{words}: it wants a password, and the kiosk has none"
        case 404:
            return f"{words}: it has no such path"
        case 426:
            return f"{words}: it wants TLS, write ipps:// in printer.uri"
        case _:
            return words


def _anyone() -> ssl.SSLContext:
    """Return what encrypts and trusts any printer: they sign their certificates themselves."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
