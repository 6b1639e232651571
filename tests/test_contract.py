"""What every platform must do: the same stories, through each adapter's real socket or file, word for word.

The stories are the talks of the features themselves. They are played in the playground; on Telegram against a Bot API
server in a process of its own, over long polling and over a webhook; and on Discord against one that speaks its REST
and gateway; in direct chats, and with a shared place.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Final

import pytest

from bot.buttons import Holder
from bot.cards import Card, Plot
from bot.clock import WEEK
from bot.content import Own, Reader
from bot.model import File
from bot.outbox import Desk, Post, post
from bot.rooms import place
from bot.store import Tx
from tests import practice_stories, test_boundaries, test_checkins, test_listening, test_promises, test_rhythms
from tests.discord_stage import DiscordStage
from tests.stage import PlaygroundStage, Stage, TelegramStage
from tests.talk import START

Story = Callable[..., Awaitable[None]]

STAGES: Final[dict[str, Callable[[Path], AbstractAsyncContextManager[Stage]]]] = {
    "playground": PlaygroundStage.playing,
    "telegram-polling": lambda folder: TelegramStage.playing(folder, "polling"),
    "telegram-webhook": lambda folder: TelegramStage.playing(folder, "webhook"),
    "discord": DiscordStage.playing,
}

QUICK: Final = [pytest.param("playground", marks=pytest.mark.soak), "telegram-polling", "discord"]
"""The memory platform of every other talk is as able as the playground, whose own tests and browser show the rest."""

OVER_A_WEBHOOK: Final = pytest.param("telegram-webhook", marks=pytest.mark.soak)
"""What comes by webhook goes the same way from there on: pairing, photos and promises show that it does."""

OUTCOMES: Final = [
    (test_promises.test_both_spoke, ("kept", "kept", "You both say it was kept.")),
    (test_promises.test_both_spoke, ("partly", "partly", "You both say: partly.")),
    (test_promises.test_both_spoke, ("not", "not", "You both say: not this time.")),
    (test_promises.test_both_spoke, ("kept", "partly", "You see this one differently.")),
]

IN_THEIR_PLACE: Final[list[tuple[Story, tuple[Any, ...]]]] = [
    *OUTCOMES,
    (test_checkins.test_all_fine_is_one_tap, ()),
    (test_checkins.test_answers_can_be_given_anew_before_the_reveal, ()),
    (test_checkins.test_closing_time_can_be_chosen, ()),
    (test_checkins.test_it_goes_on_after_a_restart, ()),
    (test_promises.test_sealed_until_both_spoke, ()),
    (test_promises.test_a_restart_in_the_middle, ()),
    (test_promises.test_talk_it_over, ()),
    (test_boundaries.test_today_shows_what_is_unseen_and_unanswered, ()),
]
"""Played where the two share a place with the bot."""

EACH_ALONE: Final[list[tuple[Story, tuple[Any, ...]]]] = [
    (test_boundaries.test_words_with_the_command_only_need_a_kind, ()),
    (test_boundaries.test_a_question_and_its_answer, ()),
    (test_boundaries.test_words_that_hide_or_reorder_are_cleaned, ()),
    (test_boundaries.test_long_words_with_the_command_are_refused, ()),
    (test_boundaries.test_long_lists_come_in_pages, ()),
    (test_checkins.test_a_check_in_begins, ()),
    (test_checkins.test_it_ends_in_a_promise_or_a_boundary_if_they_like, ()),
    (test_checkins.test_later_brings_it_back, ()),
    (test_checkins.test_a_share_before_leaving_reveals_nothing, ()),
    (test_checkins.test_a_late_answer_goes_nowhere, ()),
    (test_promises.test_an_offer_is_accepted, ()),
    (test_promises.test_an_offer_may_be_taken_back, ()),
    (test_promises.test_a_suggestion_may_be_let_be, ()),
    (test_promises.test_done_before_its_time, ()),
    (test_promises.test_ask_me_tomorrow, ()),
    (test_promises.test_late_answers_are_refused, ()),
    (test_promises.test_a_weekly_promise, ()),
    (test_promises.test_a_joint_promise, ()),
    (test_promises.test_a_standing_promise, ()),
    (test_promises.test_a_standing_promise_is_renegotiated_in_its_rhythm, ()),
    (test_promises.test_released, ()),
    (test_promises.test_withdrawn, ()),
    (test_promises.test_after_one_left_nothing_is_revealed, ()),
    (test_rhythms.test_it_comes_weekly_to_both, ()),
    (test_rhythms.test_two_closings_unshared_bring_one_and_the_same_card, ()),
]
"""Played in direct chats, whatever else there is."""

PRACTICES: Final[list[Story]] = [
    practice_stories.state_of_us,
    practice_stories.questions_of_two_days,
    practice_stories.a_mistake_owned,
    practice_stories.a_pause_and_its_return,
    practice_stories.an_evening_planned,
    practice_stories.what_there_is,
    test_listening.test_paraphrase_not_quite_and_swap,
    test_listening.test_time_is_called_and_the_floor_passes,
]
"""Played in direct chats, where the pictures and reveals go to both; and, for longer, in a shared place."""


def _named(one: object) -> str:
    if isinstance(one, tuple):
        return "-".join(str(part).replace(" ", "-") for part in one[:2])
    return getattr(one, "__name__", "").removeprefix("test_")


def _shared_out(stories: list[tuple[Story, tuple[Any, ...]]]) -> Iterator[Any]:
    """Each story on one real platform in every run of the tests, by turns; on all of them in a soak."""
    for number, (story, given) in enumerate(stories):
        for stage in STAGES:
            brisk = stage == ("telegram-polling", "discord")[number % 2]
            name = "-".join(part for part in (_named(story), _named(given) if given else "", stage) if part)
            yield pytest.param(stage, story, given, id=name, marks=[] if brisk else [pytest.mark.soak])


@pytest.fixture(params=STAGES)
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    """A platform that is really there, with Ana, Ben and Zoe on it."""
    async with STAGES[request.param](tmp_path) as opened:
        yield opened


async def test_pairing_by_link(stage: Stage) -> None:
    """Ana gets a link, Ben follows it, says who he is and accepts; Zoe, who comes late, learns nothing."""
    await stage.begins("ana")
    code = await stage.invites("ana")
    await stage.joins("ben", code)
    await stage.fills("ben", name="Ben", language="en", zone="Europe/Madrid", adult="yes")
    assert "Ana invites you to use Troth together" in stage.sees("ben")[-1]
    await stage.presses("ben", "Accept")
    assert any("You and Ben are linked now" in text for text in stage.sees("ana"))
    await stage.begins("zoe")
    await stage.joins("zoe", code)
    assert "That code doesn’t work" in stage.sees("zoe")[-1]


@pytest.mark.parametrize(("stage", "story", "given"), [*_shared_out(IN_THEIR_PLACE)], indirect=["stage"])
async def test_in_their_place(stage: Stage, story: Story, given: tuple[Any, ...]) -> None:
    """With a shared place, what both have shared shows there."""
    await stage.pairs()
    await stage.finds_home()
    await story(stage, *given)


@pytest.mark.parametrize(("stage", "story", "given"), [*_shared_out(EACH_ALONE)], indirect=["stage"])
async def test_each_alone(stage: Stage, story: Story, given: tuple[Any, ...]) -> None:
    """In direct chats everything goes as the feature's own talk says."""
    await stage.pairs()
    if stage.adapter.platform == "playground":
        await stage.finds_home()
    await story(stage, *given)


@pytest.mark.parametrize("stage", [*QUICK, OVER_A_WEBHOOK], indirect=True)
@pytest.mark.parametrize("story", PRACTICES, ids=_named)
async def test_a_practice(stage: Stage, story: Story) -> None:
    """Issue 5: every practice reaches its end, by what is pressed, typed and filled in as each platform has it."""
    await stage.pairs()
    if stage.adapter.platform == "playground":
        await stage.finds_home()
    await story(stage)


@pytest.mark.soak
@pytest.mark.parametrize("stage", ["telegram-polling", "discord"], indirect=True)
@pytest.mark.parametrize("story", PRACTICES, ids=_named)
async def test_a_practice_with_a_place(stage: Stage, story: Story) -> None:
    """The same where they share a place: what both shared, and the picture, show there instead."""
    await stage.pairs()
    await stage.finds_home()
    await story(stage)


@pytest.mark.parametrize("stage", ["telegram-polling", "telegram-webhook", "discord"], indirect=True)
async def test_a_promise_in_direct_chats(stage: Stage) -> None:
    """Where there is no shared place both hear how it went, each in their own chat."""
    await stage.pairs()
    await test_promises.asked(stage, "ana", "ben")
    for who in ("ana", "ben"):
        await stage.presses(who, "Kept")
    for who in ("ana", "ben"):
        assert "You both say it was kept." in stage.sees(who)[-1]


@pytest.mark.parametrize("stage", [*QUICK, OVER_A_WEBHOOK], indirect=True)
async def test_a_chart_and_a_file_arrive(stage: Stage) -> None:
    """A chart is shown as a picture that says what is on it, and a file under its name, in whichever way there is."""
    await stage.pairs()
    weeks = [START - number * WEEK for number in range(3, 0, -1)]
    felt: list[float | None] = [3, None, 4.5]
    plot = Plot(Own("How the weeks felt"), weeks, [(Own("Together"), felt)], 1, 5)
    for card in (
        Card([Own("Look at this.")], plot=plot),
        Card([Own("Yours to keep.")], file=File("troth.ics", "text/calendar", "WUVT")),
    ):
        await _shows_both(stage, card)
    for who in ("ana", "ben"):
        chart, file = (one.message for one in stage.screen(who)[-2:])
        assert (chart.file, file.image) == (None, None)
        assert "Look at this." in chart.plain()
        assert chart.image is not None
        assert "Together: 3 (28 Oct), 4.5 (11 Nov)." in chart.image.alt
        assert "Yours to keep." in file.plain()
        assert file.file is not None
        assert file.file.name == "troth.ics"


async def _shows_both(stage: Stage, shown: Card) -> None:
    """Everybody who has a direct chat with the bot is shown a card there."""

    async def write(tx: Tx) -> None:
        for row in await tx.all("SELECT id FROM places WHERE kind = 'direct' ORDER BY id"):
            there = Post(await place(tx, row["id"]), Reader("en", "Europe/Madrid"), Holder(), owner="")
            await post(tx, Desk(stage.app.content, stage.chance, stage.clock.now()), shown, there)

    await stage.app.store.write(write)
    await stage.all_said()


async def test_a_photo_is_refused_kindly(stage: Stage) -> None:
    """A photo is answered in one sentence, and nothing of it is kept (SAFETY 13)."""
    await stage.pairs()
    [said] = await stage.sends_photo("ana")
    assert "I can’t take pictures" in said
