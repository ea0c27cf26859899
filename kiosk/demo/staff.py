"""The mall's staff in a demonstration: they say over the server what their agencies and services can do."""

from collections.abc import Callable, Mapping

import httpx

from kiosk.app.model import Model
from kiosk.demo.answers import CLEAR, OUTAGE
from kiosk.demo.steps import SCREEN_SECONDS, Steps


class Staff:
    """Speaks to the queue server at ``url``."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._said: dict[str, str] = {}

    async def say(self, words: Mapping[str, str], steps: Steps) -> list[str]:
        """Say a word of each agency or service, and wait until the kiosk has heard; return what failed."""
        catalogue = steps.model.catalogue
        assert catalogue
        faults = []
        for name, word in words.items():
            if self._said.get(name, CLEAR) == word:
                continue
            kind = "agencies" if name in catalogue.agencies else "services"
            heard = _another_word(steps.model)
            try:
                await self._send(f"/v1/{kind}/{name}", word)
                await steps.until(heard, SCREEN_SECONDS)
            except TimeoutError:
                faults.append(f"staff said {word} of {name}, and the kiosk never heard")
            except httpx.HTTPError as error:
                faults.append(f"staff cannot say {word} of {name}: {error}")
            self._said[name] = word
        return faults

    async def _send(self, path: str, word: str) -> None:
        async with httpx.AsyncClient(base_url=self._url) as client:
            if word == CLEAR:
                answers = [await client.delete(f"{path}/word")]
                if path.startswith("/v1/agencies/"):
                    answers.append(await client.delete(f"{path}/outage"))
            elif word == OUTAGE:
                answers = [await client.put(f"{path}/outage", json={})]
            else:
                answers = [await client.put(f"{path}/word", json={"state": word})]
        for answer in answers:
            answer.raise_for_status()


def _another_word(before: Model) -> Callable[[Model], bool]:
    return lambda model: model.staff_word != before.staff_word
