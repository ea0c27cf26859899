"""The answer to a request that writes, as a step at which the server can be made to end."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk import accidents
from kiosk.accidents import Deed

WRITING = ("PUT", "POST")
FLUSH_SECONDS = 0.05
"""How long the server's loop has to hand an answer to the system, before it ends after it."""


def passing_answers(app: ASGIApp) -> ASGIApp:
    """Let a server pass the moments before and after each answer, if it is to end at one at all."""
    if not accidents.awaited():
        return app

    async def passing(scope: Scope, receive: Receive, send: Send) -> None:
        async def pass_and_send(message: Message) -> None:
            accidents.before(Deed.ANSWER)
            await send(message)
            if not message.get("more_body", message["type"] == "http.response.start"):
                await asyncio.sleep(FLUSH_SECONDS)
                accidents.after(Deed.ANSWER)

        writes = scope["type"] == "http" and scope["method"] in WRITING
        await app(scope, receive, pass_and_send if writes else send)

    return passing
