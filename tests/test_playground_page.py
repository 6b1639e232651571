"""The playground's page in a real browser, over a small house that answers with messages, buttons and forms."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.model import (
    Account,
    Act,
    Address,
    Button,
    Command,
    Delete,
    Edit,
    Field,
    File,
    Filled,
    Form,
    FromPerson,
    FromPlatform,
    Image,
    Message,
    Open,
    Option,
    Outgoing,
    Press,
    Say,
    Span,
    Typing,
)
from bot.port import Answer
from tests.browser import axe, box, check_with_axe, phone, write
from tests.test_playground_server import EchoHouse, free_port

WILD = "<b>@everyone</b> *x* https://evil.example [y](z) \u202eabc"
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNgYPj/HwADAgH/p+qJBwAAAABJRU5ErkJggg=="
ATTACHED = {
    "picture": Message((Span("How it felt"),), image=Image(DOT, "A blue dot")),
    "file": Message((Span("To keep"),), file=File("troth.ics", "text/calendar", "WUVT")),
}
YES_NO = ((Button("Yes", "yes", "main"), Button("No", "no")),)

pytestmark = pytest.mark.asyncio(loop_scope="module")


class TalkingHouse(EchoHouse):
    """Knows /ask (buttons), /undo, /form, /room, /tell and /quote; other texts are answered with their length."""

    async def emit(self, event: FromPlatform | Typing) -> Answer:
        match event:
            case Command(name="ask"):
                asked = Message((Span("Well?"),), YES_NO, open_question=True)
                self.asked = await self.send(event, Say(asked))
            case Press(token=token):
                await self.send(event, Edit(self.asked, Message((Span(f"You chose {token}."),))))
            case Command(name="undo"):
                await self.send(event, Delete(self.asked))
            case Command(name="form"):
                self.asked = await self.send(event, Say(form()))
            case Filled(fields=fields):
                await self.send(event, Edit(self.asked, form(fields) if not fields["what"] else done(fields)))
            case Command(name="room"):
                await self.open_room(event)
            case Command(name="tell", text=text):
                await self.send(event, Say(Message((Span(text),))), Address("playground", "direct:ben", "direct"))
            case Command(name="picture" | "file" as what):
                await self.send(event, Say(ATTACHED[what]))
            case Command(name="quote", text=text):
                quoted = Message((Span("You wrote "), Span(text, "words"), Span(".\nGood.", "strong")))
                await self.send(event, Say(quoted))
            case _:
                await super().emit(event)
        return Answer()

    async def send(self, event: FromPerson, act: Act, place: Address | None = None) -> str:
        return await self.adapter.do(Outgoing(f"re {event.key}", place or event.place, act))

    async def open_room(self, event: FromPerson) -> None:
        ana, ben = Account("playground", "ana"), Account("playground", "ben")
        room = Address("playground", await self.send(event, Open("Ana & Ben", (ana, ben))), "shared")
        for number, message in enumerate((Message((Span("For both"),)), Message((Span("For Ana"),), only=ana))):
            await self.adapter.do(Outgoing(f"{number} {event.key}", room, Say(message)))

    def commands(self, language: str) -> list[tuple[str, str]]:
        if language == "es":
            return [("pregunta", "Pregunta algo")]
        return [("ask", "Ask something"), ("form", "Fill a form"), ("forget", "Forget me"), ("room", "A room")]


def form(given: object = None) -> Message:
    """A form; with an error if it was sent before."""
    error = "Please say what." if given else ""
    options = (Option("mo", "Monday"), Option("tu", "Tuesday"))
    fields = (
        Field("what", "What?", hint="In a few words.", error=error),
        Field("why", "Why?", "long", required=False),
        Field("when", "When?", "many", options, required=False),
        Field("sure", "How sure?", "choice", tuple(Option(str(n), str(n)) for n in range(1, 6))),
    )
    return Message((Span("A promise"),), form=Form(fields, "Offer it", "form"))


def done(fields: object) -> Message:
    return Message((Span(f"Thank you: {fields}"),))


@pytest_asyncio.fixture(loop_scope="module")
async def house(tmp_path: Path) -> AsyncIterator[TalkingHouse]:
    made = TalkingHouse(tmp_path, free_port())
    await made.start()
    yield made
    await made.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, house: TalkingHouse) -> AsyncIterator[Page]:
    """The page with nobody on it. Any error of its scripts fails the test."""
    context = await browser.new_context(timezone_id="Europe/Madrid", locale="en-GB")
    context.set_default_timeout(5000)
    made = await context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    await made.goto(house.server.url)
    yield made
    await context.close()
    assert errors == []


@pytest_asyncio.fixture(loop_scope="module")
async def both(page: Page) -> Page:
    """The page with Ana and Ben."""
    await page.get_by_role("button", name="Start with Ana and Ben").click()
    await expect(page.locator(".phone")).to_have_count(2)
    return page


async def test_starts_with_an_invitation_and_sends_nothing(page: Page, house: TalkingHouse) -> None:
    """One click adds Ana and Ben with empty phones: nothing is sent for them."""
    await page.get_by_role("button", name="Start with Ana and Ben").click()
    await expect(phone(page, "Ana")).to_contain_text("own chat with Troth")
    await expect(phone(page, "Ben")).to_contain_text("en · Madrid")
    assert (await house.world.snapshot())["messages"] == []


async def test_add_a_person(page: Page) -> None:
    """A person of another language gets a phone, commands in that language, and words marked with it."""
    await page.get_by_role("button", name="Add a person").click()
    dialog = page.get_by_role("dialog", name="Add a person")
    await expect(dialog.get_by_label("Time zone")).to_have_value("Europe/Madrid")
    await dialog.get_by_role("button", name="Add").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("give a name")
    await dialog.get_by_label("Name").fill("Inés")
    await dialog.get_by_label("Language").select_option("es")
    await dialog.get_by_role("button", name="Add").click()
    await expect(dialog).to_be_hidden()
    await box(page, "Inés").press_sequentially("/")
    await expect(phone(page, "Inés").get_by_role("option")).to_have_text("/pregunta Pregunta algo")
    await write(page, "Inés", "hola")
    await expect(phone(page, "Inés").locator(".mine .text")).to_have_attribute("lang", "es")


async def test_completion_by_keyboard(both: Page) -> None:
    """A slash offers the commands; arrows choose, Enter takes, Escape closes, and focus never leaves the box."""
    ana, typing = phone(both, "Ana"), box(both, "Ana")
    await typing.press_sequentially("/fo")
    options = ana.get_by_role("option")
    await expect(options).to_have_text(["/form Fill a form", "/forget Forget me"])
    await expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    await typing.press("ArrowDown")
    active = await options.nth(1).get_attribute("id")
    await expect(typing).to_have_attribute("aria-activedescendant", active or "none")
    await typing.press("Escape")
    await expect(ana.get_by_role("listbox")).to_be_hidden()
    await typing.press("r")
    await typing.press("Enter")
    await expect(typing).to_have_value("/form ")
    await expect(typing).to_be_focused()
    await expect(ana.locator(".message")).to_have_count(0)
    await typing.press("Enter")
    await expect(ana.get_by_label("What?")).to_be_visible()


async def test_enter_sends_and_shift_enter_breaks_the_line(both: Page) -> None:
    """Shift+Enter makes a new line that is kept; Enter sends and empties the box."""
    typing = box(both, "Ana")
    await typing.press_sequentially("one")
    await typing.press("Shift+Enter")
    await typing.press_sequentially("two")
    await typing.press("Enter")
    await expect(typing).to_have_value("")
    mine = phone(both, "Ana").locator(".mine .text")
    assert await mine.inner_text() == "one\ntwo"
    await expect(phone(both, "Ana").locator(".bot .text")).to_have_text("7 characters")


async def test_press_is_answered_in_place(both: Page) -> None:
    """A press changes its message in place; the keyboard stays in that message, and the question is closed."""
    ana = phone(both, "Ana")
    await write(both, "Ana", "/ask")
    await expect(box(both, "Ana")).to_have_attribute("placeholder", "Write your answer…")
    await ana.get_by_role("button", name="Yes").focus()
    await both.keyboard.press("Enter")
    bubble = ana.locator(".message.bot")
    await expect(bubble.locator(".text")).to_have_text("You chose yes.")
    await expect(bubble.get_by_role("button")).to_have_count(0)
    await expect(bubble).to_be_focused()
    await expect(box(both, "Ana")).to_have_attribute("placeholder", "Write a message…")


async def test_a_message_taken_back_is_gone(both: Page) -> None:
    """It leaves the page at once, and the question it asked with it."""
    await write(both, "Ana", "/ask")
    await expect(phone(both, "Ana").locator(".message.bot")).to_have_count(1)
    await write(both, "Ana", "/undo")
    await expect(phone(both, "Ana").locator(".message.bot")).to_have_count(0)
    await expect(box(both, "Ana")).to_have_attribute("placeholder", "Write a message…")


async def test_form_keeps_what_was_typed_beside_its_error(both: Page) -> None:
    """A refused form says what is wrong at its field, keeps every value, and can be sent again."""
    ana = phone(both, "Ana")
    await write(both, "Ana", "/form")
    await ana.get_by_label("Why? (optional)").fill("because\nso")
    await ana.get_by_label("Tuesday").check()
    await ana.get_by_role("radio", name="4").check()
    await ana.get_by_role("button", name="Offer it").press("Enter")
    what = ana.get_by_label("What?")
    await expect(what).to_have_attribute("aria-invalid", "true")
    await expect(what).to_have_accessible_description("In a few words. Please say what.")
    await expect(what).to_be_focused()
    await expect(ana.get_by_label("Why? (optional)")).to_have_value("because\nso")
    await what.fill("call mum")
    await expect(ana.get_by_role("button", name="Offer it")).to_be_enabled()
    await ana.get_by_role("button", name="Offer it").click()
    sent = "{'what': 'call mum', 'why': 'because\\nso', 'when': ('tu',), 'sure': '4'}"
    await expect(ana.locator(".bot .text")).to_have_text(f"Thank you: {sent}")


async def test_new_messages_are_marked(both: Page) -> None:
    """What comes to a chat that is not shown counts on its tab and phone, and gets a divider when opened."""
    ana = phone(both, "Ana")
    await write(both, "Ana", "/room")
    tab = ana.get_by_role("tab", name=re.compile("Ana & Ben"))
    await expect(tab).to_have_text("Ana & Ben2 new")
    await expect(ana.locator(".bar .badge")).to_have_text("2 new")
    await ana.get_by_role("tab", name="Troth").focus()
    await both.keyboard.press("ArrowRight")
    await expect(tab).to_have_attribute("aria-selected", "true")
    await expect(ana.locator(".divider.new")).to_be_visible()
    await expect(tab).to_have_text("Ana & Ben")
    await expect(ana.locator(".message.only")).to_contain_text("Only you see this")
    await both.reload()
    await expect(tab).to_have_attribute("aria-selected", "true")
    await expect(tab).to_have_text("Ana & Ben")
    await phone(both, "Ben").get_by_role("tab", name=re.compile("Ana & Ben")).click()
    await expect(phone(both, "Ben").locator(".message:visible")).to_have_count(1)


async def test_words_are_shown_literally(both: Page) -> None:
    """Markup, mentions, links and direction marks that a person writes are just their characters."""
    await write(both, "Ana", f"/quote {WILD}")
    words = phone(both, "Ana").locator(".bot .words")
    await expect(words).to_have_text(WILD)
    assert await words.evaluate("e => [e.tagName, e.dir, e.childElementCount]") == ["BDI", "auto", 0]
    bubble = phone(both, "Ana").locator(".bot .text")
    assert await bubble.inner_text() == f"You wrote {WILD}.\nGood."
    await expect(bubble.locator("a, b")).to_have_count(0)
    await expect(phone(both, "Ana").locator(".mine :is(a, b)")).to_have_count(0)


async def test_a_picture_is_shown_with_its_words(both: Page) -> None:
    """A picture is there, with a text for those who can't see it, and no error of the page's own guards."""
    await write(both, "Ana", "/picture")
    picture = phone(both, "Ana").get_by_role("img", name="A blue dot")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("one => one.complete && one.naturalWidth") == 1


async def test_a_file_can_be_kept(both: Page) -> None:
    """A link saves the file under its name; it can be reached by keyboard."""
    await write(both, "Ana", "/file")
    link = phone(both, "Ana").get_by_role("link", name="Download troth.ics (3 bytes)")
    await expect(link).to_be_visible()
    await link.focus()
    async with both.expect_download() as downloading:
        await both.keyboard.press("Enter")
    download = await downloading.value
    assert download.suggested_filename == "troth.ics"
    assert (await download.path()).read_bytes() == b"YES"


async def test_comes_back_after_a_restart(both: Page, house: TalkingHouse) -> None:
    """While the server is away the page says so and keeps what is typed; then it shows the right state."""
    await write(both, "Ana", "before")
    await expect(phone(both, "Ana").locator(".bot")).to_have_count(1)
    await house.stop()
    await expect(both.get_by_text("not answering")).to_be_visible()
    await write(both, "Ana", "meanwhile")
    await expect(phone(both, "Ana").get_by_role("alert")).to_contain_text("can’t be reached")
    await expect(box(both, "Ana")).to_have_value("meanwhile")
    await house.start()
    await house.world.add_person("Zoe", "en", "UTC")
    await expect(phone(both, "Zoe")).to_be_visible()
    await expect(both.get_by_text("not answering")).to_be_hidden()
    await box(both, "Ana").press("Enter")
    await expect(phone(both, "Ana").locator(".bot .text")).to_have_text(["6 characters", "9 characters"])


async def test_the_clock(both: Page, house: TalkingHouse) -> None:
    """The buttons move the clock, a refused time says why, and while it moves the buttons wait."""
    await expect(both.locator("#now")).to_have_text("Wed, 25 Nov 2026, 13:00")
    await both.get_by_role("button", name="Next Sunday 18:00").click()
    await expect(both.locator("#now")).to_have_text("Sun, 29 Nov 2026, 18:00")
    await both.get_by_role("button", name="Choose…").click()
    await both.get_by_label("Date and time (Europe/Madrid)").fill("2026-11-01T10:00")
    await both.get_by_role("button", name="Move", exact=True).click()
    await expect(both.get_by_role("alert").filter(has_text="only goes forward")).to_be_visible()
    await both.get_by_role("button", name="Cancel").locator("visible=true").click()
    house.jumping.clear()
    await both.get_by_role("button", name="+1 day").click()
    await expect(both.get_by_role("button", name="+1 hour")).to_be_disabled()
    await expect(both.get_by_text("moving ahead")).to_be_visible()
    house.jumping.set()
    await expect(both.locator("#now")).to_have_text("Mon, 30 Nov 2026, 18:00")


async def test_start_afresh_asks_first(both: Page, house: TalkingHouse) -> None:
    """Nothing is forgotten until it was asked and answered."""
    await both.get_by_role("button", name="Start afresh").click()
    dialog = both.get_by_role("dialog", name="Start afresh?")
    await dialog.get_by_role("button", name="Keep everything").click()
    assert len(await house.world.people()) == 2
    await both.get_by_role("button", name="Start afresh").click()
    await dialog.get_by_role("button", name="Forget it all").click()
    await expect(both.get_by_role("button", name="Start with Ana and Ben")).to_be_visible()
    assert await house.world.people() == []


async def test_pairing_link_asks_whose_phone(both: Page, house: TalkingHouse) -> None:
    """A pairing link sends nothing until somebody is chosen, and then /pair with its code, once."""
    await both.goto(f"{house.server.url}?join=7K2M9QXA41TZ")
    dialog = both.get_by_role("dialog", name="Who opens this link?")
    await expect(dialog).to_contain_text("/pair 7K2M9QXA41TZ")
    assert (await house.world.snapshot())["messages"] == []
    await dialog.get_by_role("button", name="Ben").click()
    await expect(phone(both, "Ben").locator(".mine .text")).to_have_text("/pair 7K2M9QXA41TZ")
    await both.reload()
    await expect(phone(both, "Ben")).to_be_visible()
    await expect(dialog).to_be_hidden()


async def test_blocking(both: Page, house: TalkingHouse) -> None:
    """Who blocks Troth sees so, can't write to it, and can take it back."""
    await both.get_by_role("button", name="Ana’s menu").click()
    await both.get_by_role("button", name="Block Troth").click()
    await expect(box(both, "Ana")).to_be_hidden()
    await expect(phone(both, "Ana")).to_contain_text("has blocked Troth")
    assert (await house.world.people())[0].blocked
    await both.get_by_role("button", name="Unblock Troth").click()
    await expect(box(both, "Ana")).to_be_visible()


async def test_behind_the_scenes(both: Page) -> None:
    """The drawer shows what is set, with instants as dates."""
    await both.get_by_role("button", name="Behind the scenes").click()
    await expect(both.get_by_role("cell", name="Wed, 25 Nov 2026, 13:00")).to_be_visible()
    await expect(both.get_by_text("Nothing waits to be sent.")).to_be_visible()


async def test_leaving_quickly(both: Page, house: TalkingHouse) -> None:
    """The first thing in tab order blanks the page at once, even with the server gone, and Back does not return."""
    await both.reload()
    await expect(phone(both, "Ana")).to_be_visible()
    await house.server.stop()
    await both.keyboard.press("Tab")
    await expect(both.get_by_role("link", name="Leave quickly")).to_be_focused()
    await both.keyboard.press("Enter")
    await both.wait_for_url("about:blank")
    await house.server.start()
    await both.go_back()
    assert "127.0.0.1" not in both.url


async def test_one_phone_at_a_time(both: Page) -> None:
    """On a narrow screen one phone shows, the switcher counts what is new, and nothing runs out of the side."""
    await both.set_viewport_size({"width": 360, "height": 740})
    await expect(phone(both, "Ana")).to_be_visible()
    await expect(both.locator(".phone:visible")).to_have_count(1)
    await write(both, "Ana", "/tell hello")
    switch = both.get_by_role("navigation").get_by_role("button", name=re.compile("Ben"))
    await expect(switch).to_have_text("Ben1 new")
    await switch.click()
    await expect(phone(both, "Ben").locator(".bot")).to_be_visible()
    await expect(switch).to_have_text("Ben")
    await expect(both.locator(".phone:visible")).to_have_count(1)
    assert await both.evaluate("document.documentElement.scrollWidth") <= 360


async def test_typing_survives_what_arrives(both: Page) -> None:
    """A message that arrives while somebody types takes neither focus nor words."""
    await box(both, "Ben").press_sequentially("half a sen")
    await both.evaluate(
        "fetch('/api/post', {method: 'POST', body: JSON.stringify({person: 'ana', chat: 'direct:ana',"
        " kind: 'said', text: '/tell psst', sent: 'from-ana'})})"
    )
    await expect(phone(both, "Ben").locator(".bot")).to_be_visible()
    await expect(box(both, "Ben")).to_be_focused()
    await expect(box(both, "Ben")).to_have_value("half a sen")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_accessible(both: Page, scheme: str) -> None:
    """The checker axe finds nothing, with messages, buttons, a form in error, commands, drawer and dialog."""
    script = axe()
    if script is None:
        pytest.skip("axe is not here (install axe-playwright-python, or set TROTH_AXE to an axe.min.js)")
    await both.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await write(both, "Ana", f"/quote {WILD}")
    await write(both, "Ana", "/ask")
    await write(both, "Ana", "/form")
    await phone(both, "Ana").get_by_role("button", name="Offer it").click()
    await expect(phone(both, "Ana").locator(".field .error:visible")).to_have_count(1)
    await both.get_by_role("button", name="Behind the scenes").click()
    await expect(both.get_by_role("table")).to_be_visible()
    await box(both, "Ben").press_sequentially("/")
    await both.evaluate(script.read_text())
    await check_with_axe(both)
    await both.set_viewport_size({"width": 360, "height": 740})
    await check_with_axe(both)
    await both.get_by_role("button", name="Add a person").click()
    await check_with_axe(both)
