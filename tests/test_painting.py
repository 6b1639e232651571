"""Charts as pictures: every shape of them, in colours that can be told apart, and nobody waits while one is drawn."""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import sys
import warnings
from collections.abc import AsyncIterator
from io import BytesIO
from itertools import combinations

import pytest
import pytest_asyncio
from PIL.Image import Image as Picture
from PIL.Image import open as open_picture

from bot.buttons import Holder
from bot.cards import Card, Plot
from bot.charting import charted
from bot.clock import WEEK
from bot.content import Own, Reader
from bot.model import Address, Chart, File, Image, Series
from bot.outbox import Desk, Post, post
from bot.painting import Painter, paint
from bot.painting.colours import EDGE, GROUND, INK, LINES, MARKERS, SOFT, STROKES, contrast
from bot.rooms import know_place
from bot.store import Tx
from bot.words import load_words
from tests.talk import START, Talk


def chart(*values: float | None, title: str = "How the weeks felt", label: str = "Together") -> Chart:
    """A chart of one line."""
    days = tuple(f"{number % 28 + 1} Mar" for number in range(len(values)))
    return Chart(title, days, (Series(label, values),), 1, 5, "in words")


def lines(count: int, points: int) -> Chart:
    """A chart of several lines that cross."""
    series = tuple(
        Series(f"Line {number}", tuple(1 + (number + at) % 5 for at in range(points))) for number in range(count)
    )
    return Chart("Several", tuple(f"{at}" for at in range(points)), series, 1, 5, "in words")


SHAPES = {
    "one point": chart(4),
    "nothing said": chart(None, None),
    "no days": Chart("Empty", (), (Series("Together", ()),), 1, 5, "in words"),
    "no lines": Chart("Empty", ("1 Mar",), (), 1, 5, "in words"),
    "gaps": chart(3, None, 4, 4, None, 2),
    "one line": chart(1, 2, 3, 4, 5),
    "three lines": lines(3, 12),
    "nine lines": lines(9, 4),
    "sixty points": lines(2, 60),
    "five hundred points": lines(1, 500),
    "a scale of one": Chart("Flat", ("1 Mar",), (Series("Together", (3,)),), 3, 3, "in words"),
    "a scale upside down": Chart("Turned", ("1 Mar",), (Series("Together", (3,)),), 5, 1, "in words"),
    "a scale of a hundred": Chart("Wide", ("1 Mar", "2 Mar"), (Series("Together", (3, 97)),), 0, 100, "in words"),
    "beyond the scale": chart(-3, 9),
    "fewer values than days": Chart("Short", ("1 Mar", "2 Mar"), (Series("Together", (3,)),), 1, 5, "in words"),
    "a long title": chart(1, 2, title="How " * 5000, label="felt " * 200),
    "a title without spaces": chart(1, 2, title="x" * 3000),
    "nothing to read": chart(1, 2, title="", label=""),
    "markup": chart(1, 2, title="$x^2$ \\frac{1}{2 _a_ <b>", label="$"),
    "spanish": chart(1, 2, title="¿Cómo se sintió el año? «Ñandú»", label="Juntes"),
    "arabic": chart(1, 2, title="كيف كانت الأسابيع", label="معًا"),
    "emoji": chart(1, 2, title="Weeks 🌱💚👩‍❤️‍👨", label="🌱"),
    "no shape in the font": chart(1, 2, title="你们的几周 ꙮ \U000e0041", label="คู่"),
    "what nobody sees": chart(1, 2, title="a\x00\n\u202eb\ud800", label="\u200b"),
}


def seen(image: Image) -> Picture:
    """The picture as it is looked at."""
    return open_picture(BytesIO(base64.b64decode(image.png, validate=True)))


@pytest.mark.parametrize(
    "name", [name if at % 4 == 0 else pytest.param(name, marks=pytest.mark.soak) for at, name in enumerate(SHAPES)]
)
def test_every_shape_is_drawn(name: str) -> None:
    """Whatever is to be shown, it is a small PNG of one size, without a warning, and keeps its words."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = paint(SHAPES[name])
    picture = seen(made)
    assert (picture.format, picture.size, made.alt) == ("PNG", (1000, 560), "in words")
    assert 1_000 < len(base64.b64decode(made.png)) < 100_000


def test_nothing_tells_when_or_with_what_it_was_made() -> None:
    """The same chart is the same bytes, and the file holds nothing but the picture."""
    made = paint(SHAPES["gaps"])
    assert seen(made).info == {}
    assert paint(SHAPES["gaps"]) == made


def test_every_text_stands_out_from_its_ground() -> None:
    """Text has the contrast that people with weak sight need, lines and border what a picture needs (WCAG 2.2)."""
    assert min(contrast(one, GROUND) for one in (INK, SOFT)) >= 4.5
    assert min(contrast(one, GROUND) for one in (*LINES, EDGE)) >= 3
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_picture_has_the_colours_that_were_chosen() -> None:
    """Its own ground, all over, whatever it lies upon; dark text on it, and each line in its colour."""
    picture = seen(paint(SHAPES["three lines"])).convert("RGBA")
    counted = {_hex(colour): count for count, colour in picture.getcolors(560_000) or []}
    assert max(counted, key=lambda one: counted[one]) == _near(GROUND, counted)
    assert picture.getextrema()[-1] == (255, 255)
    for colour in (INK, SOFT, EDGE, *LINES[:3]):
        assert counted[_near(colour, counted)] > 100, colour


def _hex(colour: object) -> str:
    assert isinstance(colour, tuple)
    return "#" + "".join(f"{part:02x}" for part in colour[:3])


def _near(colour: str, among: dict[str, int]) -> str:
    """The colour of the picture that is meant by one of ours: within what few colours make of it."""

    def apart(other: str) -> int:
        return max(abs(int(colour[at : at + 2], 16) - int(other[at : at + 2], 16)) for at in (1, 3, 5))

    found = [one for one in among if apart(one) <= 8]
    assert found, colour
    return max(found, key=lambda one: among[one])


def test_lines_differ_in_more_than_colour() -> None:
    """Whoever sees no colours tells them apart by marker and stroke; whoever sees some, by light and dark too."""
    assert len(set(MARKERS)) == len(set(STROKES)) == len(LINES) == 5
    for one, other in combinations(LINES[:3], 2):
        assert contrast(one, other) > 1.1


def test_a_gap_is_a_gap() -> None:
    """No line is drawn over days on which nothing was said."""
    between = (200, 130, 360, 480)
    whole, gap = (seen(paint(chart(3, said, 3, 3))).convert("L").crop(between) for said in (3, None))
    assert sum(whole.histogram()[:150]) > 500
    assert sum(gap.histogram()[:150]) == 0


# -- the painter -----------------------------------------------------------------------------------------------


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def painter() -> AsyncIterator[Painter]:
    """One painter for all: its worker takes more than a second to begin."""
    made = Painter()
    yield made
    await made.close()


@pytest.mark.asyncio(loop_scope="module")
async def test_a_painter_paints(painter: Painter) -> None:
    """The picture is the one that is drawn here and now, and the same chart is not drawn twice."""
    wanted = [painter.paint(chart(1, 2)), painter.paint(chart(1, 2)), painter.paint(chart(2, 1))]
    first, again, other = await asyncio.gather(*wanted)
    assert first == paint(chart(1, 2))
    assert again is first
    assert other not in {None, first}


@pytest.mark.asyncio(loop_scope="module")
async def test_whoever_sees_no_chart_pays_for_none() -> None:
    """Neither the house nor a painter at rest loads the library, and a painter at rest has no process."""
    code = "import sys, bot.delivery; assert not {'matplotlib', 'numpy', 'PIL'} & sys.modules.keys()"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
    assert await process.wait() == 0
    made = Painter()
    assert made._worker is None
    await made.close()


@pytest.mark.asyncio(loop_scope="module")
async def test_a_worker_that_is_killed_is_replaced(painter: Painter) -> None:
    """Whatever ends it: the next chart, or the one it was at, is drawn by another."""
    assert await painter.paint(chart(1)) is not None
    killed = painter._worker
    assert killed is not None
    os.kill(killed.pid, signal.SIGKILL)
    assert await painter.paint(chart(2)) is not None
    assert painter._worker is not None
    assert painter._worker.pid != killed.pid


@pytest.mark.asyncio(loop_scope="module")
async def test_what_can_not_be_drawn_goes_without(painter: Painter, caplog: pytest.LogCaptureFixture) -> None:
    """A drawing that fails is no picture and no trouble to the next; the log holds none of its words."""
    assert await painter.paint(Chart("secret words", ("1 Mar",), (Series("x", ("no number",)),), 1, 5, "")) is None  # type: ignore[arg-type]
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text
    assert await painter.paint(chart(1)) is not None


@pytest.mark.asyncio(loop_scope="module")
async def test_what_takes_too_long_goes_without(caplog: pytest.LogCaptureFixture) -> None:
    """A worker that does not answer is let go, and whoever waits behind it waits no longer than that."""
    painter = Painter(patience=0.05)
    assert await asyncio.gather(*(painter.paint(chart(number)) for number in range(3))) == [None] * 3
    assert painter._worker is None
    await painter.close()
    assert "took too long" in caplog.text


@pytest.mark.asyncio(loop_scope="module")
async def test_where_no_process_can_be_had_it_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is full shows words."""
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    painter = Painter()
    assert await painter.paint(chart(1)) is None
    await painter.close()


@pytest.mark.asyncio(loop_scope="module")
async def test_a_closed_painter_paints_no_more() -> None:
    """No process is left once the house stops, not even one that is drawing; and none is begun."""
    painter = Painter()
    drawing = asyncio.create_task(painter.paint(chart(1)))
    async with asyncio.timeout(10):
        while painter._worker is None:  # noqa: ASYNC110  # it tells nobody of it
            await asyncio.sleep(0.001)
    worker = painter._worker
    await painter.close()
    assert worker.returncode is not None
    assert await drawing is None
    assert await painter.paint(chart(2)) is None


@pytest.mark.asyncio(loop_scope="module")
async def test_an_idle_worker_is_let_go(painter: Painter) -> None:
    """After a while without charts its memory is free again, and no picture is kept; the next chart begins anew."""
    assert await painter.paint(chart(1)) is not None
    worker = painter._worker
    assert worker is not None
    assert painter._rest is not None
    painter._rest.cancel()
    asyncio.get_running_loop().call_later(0.01, painter._forget)
    async with asyncio.timeout(10):
        await worker.wait()
    assert (painter._worker, len(painter._known)) == (None, 0)


@pytest.mark.asyncio(loop_scope="module")
async def test_the_loop_goes_on_while_charts_are_drawn(painter: Painter) -> None:
    """Nobody else's answer waits: the loop is held up no longer than a start of a process takes, over 20 charts."""
    idle = await _longest_stall(asyncio.sleep(0.3))
    charts = [chart(1, number / 4) for number in range(1, 21)]
    drawing = await _longest_stall(asyncio.gather(*map(painter.paint, charts)))
    here = await _longest_stall(_here())
    assert drawing < max(here / 2, 4 * idle, 0.03), (idle, drawing, here)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_chart_that_can_not_be_drawn_goes_in_words(talk: Talk, language: str) -> None:
    """The message is not lost: it says what the chart would show, on its reader's days and in their language."""
    await talk.app.delivery._painter.close()
    plot = Plot(Own("The weeks"), [START, START + WEEK], [(Own("Together"), [3.5, 4])], 1, 5)
    file = File("troth.ics", "text/calendar", "WUVT")

    async def write(tx: Tx) -> None:
        where = Address("memory", "ana", "direct")
        there = Post(await know_place(tx, where, "p"), Reader(language, "Pacific/Auckland"), Holder(), owner="")
        card = Card([Own("Look:")], plot=plot, file=file)
        await post(tx, Desk(talk.app.content, talk.chance, talk.clock.now()), card, there)

    await talk.app.store.write(write)
    await talk.app.run_due()
    (shown,) = talk.screen("ana")
    days = "3.5 (18 Nov), 4 (25 Nov)" if language == "en" else "3,5 (18 nov), 4 (25 nov)"
    assert shown.message.plain().startswith("Look:\n\nThe weeks (")
    assert shown.message.plain().endswith(f"\nTogether: {days}.")
    assert (shown.message.chart, shown.message.image) == (None, None)
    assert shown.message.file is not None
    assert "troth.ics" in shown.message.file.instead


@pytest.mark.parametrize(("points", "count"), [(1, 1), (20, 3), (60, 3), (400, 3), (400, 40)])
def test_the_words_of_a_chart_are_short(points: int, count: int) -> None:
    """However much there is to tell, it fits where a picture's words go."""
    series = [(Own(f"Line {number} " * 4), [1 + at % 5 for at in range(points)]) for number in range(count)]
    plot = Plot(Own("The weeks " * 5), [START + at * WEEK for at in range(points)], series, 1, 5)
    words = charted(load_words(), plot, Reader("es", "Europe/Madrid")).alt
    assert len(words) <= 900
    assert words.startswith("The weeks")
    assert "Line 0" in words


async def _here() -> None:
    """What it would be without a process of its own."""
    await asyncio.sleep(0.005)
    paint(lines(3, 60))
    await asyncio.sleep(0.005)


async def _longest_stall(work: object) -> float:
    """The longest time, in seconds, that the loop was away while something was awaited."""
    loop, longest = asyncio.get_running_loop(), 0.0
    task = asyncio.ensure_future(work)  # type: ignore[call-overload]
    while not task.done():
        began = loop.time()
        await asyncio.sleep(0.001)
        longest = max(longest, loop.time() - began - 0.001)
    task.result()
    return longest
