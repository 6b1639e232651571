"""The practices in a real browser: one `troth play` for them all, and two people who read two languages.

    TROTH_SHOTS=/some/folder pytest tests/test_browser_practices.py

leaves pictures of each screen there, wide and narrow, light and dark.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final, Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import axe, phone, write
from tests.test_browser_week import Playing, last, press, reading, tab
from tests.test_playground_server import free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROOM: Final = "Us two|Nosotros dos"
CODE: Final = re.compile(r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$")
NARROW: Final = 390


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Playing]:
    """`troth play`, once: starting it takes longer than walking most practices."""
    made = Playing(tmp_path_factory.mktemp("playing"), free_port())
    await made.start()
    yield made
    assert await made.end(signal.SIGTERM) == 0


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, house: Playing) -> AsyncIterator[Page]:
    """The page with Ana, who reads English, and Luz, who reads Spanish; they have linked up."""
    context = await browser.new_context(
        timezone_id="Europe/Madrid", locale="en-GB", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(10_000)
    made = await context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    await made.goto(f"http://127.0.0.1:{house.port}/")
    await start_afresh(made)
    await link_up(made)
    yield made
    await context.close()
    assert errors == []


async def start_afresh(page: Page) -> None:
    """Forget whoever was there before; the page loads itself again then."""
    await page.get_by_role("button", name="Start afresh").click()
    async with page.expect_event("load"):
        await page.get_by_role("button", name="Forget it all").click()
    await expect(page.get_by_role("button", name="Start with Ana and Ben")).to_be_visible()


# -- what people do --------------------------------------------------------------------------------------------


async def add(page: Page, name: str, language: Literal["en", "es"]) -> None:
    """Somebody gets a phone."""
    await page.get_by_role("button", name="Add a person").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Name").fill(name)
    await dialog.get_by_label("Language").select_option(language)
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await expect(dialog).to_be_hidden()


async def link_up(page: Page) -> None:
    """Ana and Luz begin, and link up."""
    await add(page, "Ana", "en")
    await add(page, "Luz", "es")
    for who, yes, begin in (("Ana", "Yes", "Begin"), ("Luz", "Sí", "Empezar")):
        await write(page, who, "/start")
        await phone(page, who).get_by_role("radio", name=yes).check()
        await press(page, who, begin)
    await press(page, "Ana", "Invite my partner")
    code = await phone(page, "Ana").locator(".words").filter(has_text=CODE).inner_text()
    await write(page, "Luz", f"/pair {code}")
    await press(page, "Luz", "Aceptar")
    await expect(last(page, "Ana")).to_contain_text(reading("are linked now"))


async def reads(page: Page, who: str, text: str) -> None:
    """The newest message on somebody's phone says this."""
    await expect(last(page, who)).to_contain_text(reading(text))


async def anywhere(page: Page, who: str, text: str) -> None:
    """Some message on somebody's phone says this."""
    await expect(phone(page, who)).to_contain_text(reading(text))


async def presses(page: Page, who: str, *labels: str) -> None:
    """One button after the other, each as soon as it is there."""
    for label in labels:
        await press(page, who, label)


async def both_turn_to(page: Page, name: str) -> None:
    for who in ("Ana", "Luz"):
        await tab(page, who, name)


async def jump(page: Page, label: str) -> None:
    """Move the clock, and wait until it has arrived."""
    button = page.get_by_role("button", name=label)
    was = await page.locator("#now").inner_text()
    await button.click()
    await expect(page.locator("#now")).not_to_have_text(was)
    await expect(button).to_be_enabled()


async def looked_at(page: Page, name: str) -> None:
    """The accessibility checker finds nothing on this screen; pictures are taken of it, where they are asked for."""
    if script := axe():
        await page.evaluate(script.read_text())
        found = await page.evaluate("async () => (await axe.run(document)).violations")
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    if shots := os.environ.get("TROTH_SHOTS"):
        await take(page, Path(shots), name)


async def take(page: Page, folder: Path, name: str) -> None:
    """Four pictures of what is on the page."""
    wide = page.viewport_size
    assert wide is not None
    for width, height in ((wide["width"], wide["height"]), (NARROW, 844)):
        await page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            await page.screenshot(path=folder / f"{name}-{width}-{scheme}.png")
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size(wide)


# -- a week, and another ---------------------------------------------------------------------------------------


async def anas_week(page: Page, safe: int) -> None:
    await write(page, "Ana", "A cup of tea")
    await reads(page, "Ana", "What went right")
    await press(page, "Ana", "Skip")
    await reads(page, "Ana", "What is one thing you need")
    await write(page, "Ana", "Half an hour on Tuesday, just us")
    await reads(page, "Ana", "How safe did it feel")
    await press(page, "Ana", str(safe))
    await reads(page, "Ana", "And how close")
    await presses(page, "Ana", "4", "Share when we both have")
    await reads(page, "Ana", "It is sealed")


async def luzs_week(page: Page, safe: int, thanks: str) -> None:
    """Luz's week; nothing of it is to be seen on Ana's phone before they share."""
    await write(page, "Luz", thanks)
    await reads(page, "Luz", "¿Qué salió bien")
    await press(page, "Luz", "Saltar")
    await reads(page, "Luz", "¿Qué necesitas")
    await press(page, "Luz", "Saltar")
    await reads(page, "Luz", "¿Con cuánta tranquilidad")
    await press(page, "Luz", str(safe))
    await reads(page, "Luz", "¿Y cuánta cercanía")
    await expect(phone(page, "Ana")).not_to_contain_text(reading(thanks))
    await presses(page, "Luz", "3", "Compartir cuando lo hagamos los dos")


async def read_in_the_room(page: Page, *texts: str) -> None:
    """Both read it in the place they share."""
    await both_turn_to(page, ROOM)
    for who in ("Ana", "Luz"):
        for one in texts:
            await expect(phone(page, who).locator(".chat:visible")).to_contain_text(reading(one))


async def test_two_weeks_of_the_state_of_us_make_a_chart(page: Page) -> None:
    """Each answers in their own language; both read both answers; after the second week there is a picture of it."""
    await write(page, "Ana", "/checkin us")
    await anas_week(page, 3)
    await press(page, "Luz", "Abrir")
    await luzs_week(page, 4, "Que me escuchaste el martes")
    await read_in_the_room(page, "you have both shared", "A cup of tea", "Que me escuchaste el martes")
    await expect(phone(page, "Ana").locator("img")).to_have_count(0)
    await looked_at(page, "reveal")
    await both_turn_to(page, "Troth")
    await press(page, "Ana", "Leave it at that")
    await press(page, "Luz", "Dejarlo así")
    await jump(page, "+1 week")
    await write(page, "Luz", "/revision nosotros")
    await luzs_week(page, 5, "El té por la noche")
    await press(page, "Ana", "Open")
    await anas_week_alone(page)
    await both_turn_to(page, ROOM)
    for who in ("Ana", "Luz"):
        picture = phone(page, who).get_by_role("img", name=re.compile(r"How the weeks felt"))
        await expect(picture).to_be_visible()
        await expect(picture).to_have_attribute("alt", re.compile(r"Safe: 3\.5 .*, 4\.5 .*Close: 3\.5", re.DOTALL))
        await expect(picture).to_be_in_viewport(ratio=0.9)
    await looked_at(page, "chart")


async def anas_week_alone(page: Page) -> None:
    """Ana's second week; hers is the second share, so that it is open at once."""
    for question in ("What did you appreciate", "What went right", "What is one thing you need"):
        await reads(page, "Ana", question)
        await press(page, "Ana", "Skip")
    await reads(page, "Ana", "How safe did it feel")
    await press(page, "Ana", "4")
    await reads(page, "Ana", "And how close")
    await presses(page, "Ana", "4", "Share when we both have")


# -- repair ----------------------------------------------------------------------------------------------------


async def asked_for(page: Page) -> None:
    """Ana asks for a journey, Luz answers the questions before it; both are there."""
    await write(page, "Ana", "/repair")
    await presses(page, "Ana", "Go on", "None of these", "Yes, it is over", "Yes, we both know", "I was hurt")
    await reads(page, "Ana", "without naming what it is about")
    await expect(last(page, "Luz")).not_to_contain_text("Ana")
    await presses(page, "Luz", "Abrir", "Ir a las preguntas", "Seguir", "Nada de esto", "Sí, ya terminó")
    await presses(page, "Luz", "Sí, lo sabemos los dos", "Causé el daño", "Aquí estoy")
    await presses(page, "Ana", "Open", "I am here")
    await reads(page, "Ana", "What happened.")


async def first_part(page: Page) -> None:
    """What happened, one question, and the sorry; up to the gate."""
    await write(page, "Ana", "I found out from others.")
    await press(page, "Ana", "I have a question")
    await reads(page, "Ana", "Your question")
    await write(page, "Ana", "Did you mean to tell me?")
    await press(page, "Luz", "La respondo aquí")
    await write(page, "Luz", "No. Tenía miedo.")
    await press(page, "Ana", "Enough for now")
    await reads(page, "Luz", "¿Por qué pides perdón")
    await write(page, "Luz", "Siento haberte mentido.")
    await press(page, "Ana", "Yes, it names it")
    await reads(page, "Ana", "You open this gate")


async def test_the_repair_journey_up_to_its_second_part(page: Page) -> None:
    """Asked for, begun by both, a part with both sides, a gate one opens; either stops it and nobody learns who."""
    await asked_for(page)
    await first_part(page)
    await reads(page, "Luz", "Lo dicho puede reposar")
    await expect(phone(page, "Luz")).not_to_contain_text(reading("abres esta puerta"))
    await looked_at(page, "repair-gate")
    for who in ("Ana", "Luz"):
        for words in ("Did you mean to tell me?", "No. Tenía miedo.", "Siento haberte mentido."):
            await anywhere(page, who, words)
    await press(page, "Ana", "Go on")
    await reads(page, "Luz", "En tu lugar.")
    await write(page, "Luz", "/reparar")
    await presses(page, "Luz", "Parar el camino", "Sí, terminar")
    await reads(page, "Luz", "se ha parado")
    await reads(page, "Ana", "was stopped. Nothing more comes of it.")
    await write(page, "Ana", "/today")
    await reads(page, "Ana", "Nothing is waiting for you")


@pytest.mark.soak
async def test_the_repair_journey_up_to_its_first_look(page: Page) -> None:
    """All five parts with their gates, two weeks jumped over, and a look that asks each first whether they are safe."""
    await asked_for(page)
    await first_part(page)
    await press(page, "Ana", "Go on")
    await reads(page, "Luz", "En tu lugar.")
    await write(page, "Luz", "Sentiría que ya no sé qué es verdad.")
    await presses(page, "Ana", "You got it", "Go on")
    for words in ("Que me callo por vergüenza.", "Te lo diré la misma tarde."):
        await expect(last(page, "Luz")).to_contain_text(reading("Escribe aquí tu respuesta"))
        await write(page, "Luz", words)
        await anywhere(page, "Luz", words)
    await press(page, "Luz", "Dejarlo como plan")
    await press(page, "Ana", "Go on")
    await reads(page, "Ana", "Just type your answer here")
    await write(page, "Ana", "A weekend without work.")
    await presses(page, "Luz", "Sí, lo haré", "Lo haré sin eso")
    await presses(page, "Ana", "Go on", "Not now")
    await reads(page, "Ana", "Just type your answer here")
    await write(page, "Ana", "Ten minutes together every evening.")
    await reads(page, "Luz", "Escribe aquí tu respuesta")
    await write(page, "Luz", "Diez minutos después de cenar.")
    await press(page, "Luz", "Dejarlo en la oferta")
    await press(page, "Ana", "Go on")
    await looked_at(page, "repair-waits")
    await jump(page, "+1 week")
    await jump(page, "+1 week")
    await reads(page, "Ana", "A look at how it goes is here")
    await press(page, "Ana", "Open")
    await reads(page, "Ana", "Since we last looked")
    await expect(last(page, "Luz")).not_to_contain_text("Ana")
    await looked_at(page, "repair-look")


# -- the listening floor ---------------------------------------------------------------------------------------


@pytest.mark.soak
async def test_the_listening_floor_in_the_place_they_share(page: Page) -> None:
    """One card names whose turn it is; they speak in the open; the listener is reminded; then they change places."""
    await both_turn_to(page, ROOM)
    await write(page, "Ana", "/listen")
    await press(page, "Luz", "Yes, now")
    await reads(page, "Ana", "The floor is yours")
    await write(page, "Ana", "When you come home late, I feel alone.")
    await expect(phone(page, "Luz")).to_contain_text(reading("I feel alone"))
    await looked_at(page, "floor")
    await press(page, "Ana", "I’m done")
    await reads(page, "Luz", "Say back what you heard")
    await write(page, "Luz", "Que te sientes sola cuando llego tarde.")
    await press(page, "Luz", "I’m done")
    await reads(page, "Ana", "Was that what you meant?")
    await press(page, "Ana", "That’s it")
    await reads(page, "Luz", "The floor is yours")
    await press(page, "Luz", "Stop here")
    await press(page, "Luz", "Sí, terminar")
    for who in ("Ana", "Luz"):
        await reads(page, who, "was stopped")


# -- what is always there --------------------------------------------------------------------------------------


async def test_what_is_always_there(page: Page) -> None:
    """Help, all the practices, the journal, and a calendar to keep: each in the language of whoever asks."""
    await write(page, "Luz", "/apoyo")
    await reads(page, "Luz", "112")
    await write(page, "Ana", "/support")
    await reads(page, "Ana", "I’m a program and can’t call anyone")
    await looked_at(page, "support")
    await write(page, "Luz", "/practicas")
    await reads(page, "Luz", "Cómo estamos")
    await write(page, "Ana", "/practices")
    await reads(page, "Ana", "The state of us")
    await press(page, "Ana", "For yourself")
    await reads(page, "Ana", "Taking stock")
    await looked_at(page, "practices")
    await write(page, "Ana", "/journal")
    await reads(page, "Ana", "Your journal is empty so far")
    await write(page, "Ana", "/rhythm sundays 18:00")
    await reads(page, "Ana", "every Sunday at 18:00")
    await write(page, "Ana", "/calendar")
    link = phone(page, "Ana").get_by_role("link", name=re.compile("Download .*ics"))
    async with page.expect_download() as saved:
        await link.click()
    file = await (await saved.value).path()
    assert "RRULE:FREQ=WEEKLY" in await asyncio.to_thread(file.read_text, encoding="utf-8")
    await looked_at(page, "calendar")
