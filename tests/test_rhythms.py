"""Rhythms: what comes when, after outages, in quiet hours; and what becomes of check-ins nobody shares."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from bot.cadence import LAST, daily, monthly, nth_weekday, weekdays, weekly
from bot.content import Reader
from bot.errors import Refused
from bot.words import load_words
from handlers.rhythms import rules
from tests.talk import Talk

DOOR = "Your check-in is here."


def doors(talk: Talk, who: str) -> int:
    """How many prompts stand on this screen."""
    return sum(DOOR in text for text in talk.sees(who))


def instant(text: str) -> int:
    """UTC milliseconds of an ISO time in UTC."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


all_words = cache(load_words)


async def test_a_rhythm_is_echoed_and_told(couple: Talk) -> None:
    """Setting a rhythm says in words when it comes and when first, to both."""
    (reply,) = await couple.says("ana", "/rhythm sundays 18:00")
    assert "every Sunday at 18:00" in reply
    assert "Sunday 22 November 2026, 18:00" in reply.replace("Sunday,", "Sunday")
    assert "Ana has chosen a rhythm for the two of you." in couple.sees("ben")[-1]


async def test_it_comes_weekly_to_both(couple: Talk) -> None:
    """On Sunday at 18:00 both get the prompt, once, and the next week again."""
    await couple.says("ana", "/rhythm sundays 18:00")
    await couple.until(instant("2026-11-22T16:59:00"))
    assert doors(couple, "ana") == 0
    await couple.goes_by(minutes=2)
    assert (doors(couple, "ana"), doors(couple, "ben")) == (1, 1)
    await couple.goes_by(days=7)
    assert doors(couple, "ana") == 2


async def test_the_prompt_names_nothing_and_nobody(couple: Talk) -> None:
    """What stands in a notification holds no name and no words anybody wrote (SAFETY 11)."""
    await couple.says("ana", "/rhythm sundays 18:00")
    await couple.until(instant("2026-11-22T17:00:00"))
    spans = couple.screen("ben")[-1].message.spans
    assert all(span.style == "plain" for span in spans)
    assert "Ana" not in couple.sees("ben")[-1]


async def test_after_an_outage_the_newest_comes_once(couple: Talk) -> None:
    """Three weeks missed, then back two hours after a due time: one prompt, not three (I5)."""
    await couple.says("ana", "/rhythm sundays 18:00")
    couple.clock.instant = instant("2026-12-13T19:00:00")
    await couple.app.run_due()
    assert doors(couple, "ana") == 1
    await couple.until(instant("2026-12-20T17:00:00"))
    assert doors(couple, "ana") == 2


async def test_what_is_too_late_does_not_come(couple: Talk) -> None:
    """Back over twelve hours after the due time: nothing, until the next one."""
    await couple.says("ana", "/rhythm sundays 18:00")
    couple.clock.instant = instant("2026-11-23T05:30:00")
    await couple.app.run_due()
    assert doors(couple, "ana") == 0
    await couple.until(instant("2026-11-29T17:00:00"))
    assert doors(couple, "ana") == 1


async def test_after_an_outage_quiet_hours_are_kept(couple: Talk) -> None:
    """Four hours late and in somebody's quiet hours: it does not come."""
    await couple.says("ben", "/quiet 21:00-7:30")
    await couple.says("ana", "/rhythm sundays 18:00")
    couple.clock.instant = instant("2026-11-22T21:00:00")
    await couple.app.run_due()
    assert doors(couple, "ana") == 0


async def test_a_clock_that_jumps_back_brings_nothing_twice(couple: Talk) -> None:
    """One firing per rhythm and local date, whatever the clock does (I1)."""
    await couple.says("ana", "/rhythm daily 20:00")
    await couple.until(instant("2026-11-18T19:00:00"))
    assert doors(couple, "ana") == 1
    couple.clock.instant = instant("2026-11-18T12:00:00")
    await couple.restart()
    await couple.until(instant("2026-11-18T19:30:00"))
    assert doors(couple, "ana") == 1


@pytest.mark.parametrize(
    ("zone_start", "rhythm", "due"),
    [
        ("2027-03-26T12:00:00", "sundays 02:30", "2027-03-28T01:00:00"),  # gap: the first valid instant, 03:00
        ("2026-10-23T12:00:00", "sundays 02:30", "2026-10-25T00:30:00"),  # fold: the first of the two
        ("2027-02-20T12:00:00", "monthly on the 31st 9:00", "2027-02-28T08:00:00"),
        ("2028-02-20T12:00:00", "monthly on the 31st 9:00", "2028-02-29T08:00:00"),
    ],
)
async def test_gaps_folds_and_month_ends(talk: Talk, zone_start: str, rhythm: str, due: str) -> None:
    """In a gap the first valid instant after, in a fold once, the 31st at the month's end."""
    talk.clock.instant = instant(zone_start)
    await talk.pairs()
    await talk.says("ana", f"/rhythm {rhythm}")
    assert await talk.app.timers.next_time() == instant(due)
    await talk.until(instant(due) + 3_700_000)
    assert doors(talk, "ana") == 1


async def test_stopping_and_resuming(couple: Talk) -> None:
    """Either may stop it, without a mark; it comes again when either lets it."""
    await couple.says("ana", "/rhythm sundays 18:00")
    assert "won’t come by itself" in (await couple.presses("ben", "Stop it for now"))[0]
    await couple.goes_by(days=7)
    assert doors(couple, "ana") == 0
    await couple.presses("ben", "Let it come again")
    await couple.goes_by(days=7)
    assert doors(couple, "ana") == 1


async def test_the_form_says_what_it_could_not_read(couple: Talk) -> None:
    """A rhythm that can't be read is said at the field, with what was typed; then it can be mended."""
    await couple.says("ana", "/rhythm")
    await couple.presses("ana", "New rhythm")
    (form,) = await couple.fills("ana", when="whenever")
    assert "<When: whenever !I couldn’t read that" in form
    (reply,) = await couple.fills("ana", when="every second friday 19:30")
    assert "every second week on Friday at 19:30" in reply
    assert "every second week" in (await couple.says("ana", "/rhythm"))[0]


async def test_a_command_that_cannot_be_read_is_answered(couple: Talk) -> None:
    """Nonsense after /rhythm and /quiet gets one clear sentence with examples."""
    assert "Sundays 18:00" in (await couple.says("ana", "/rhythm when the moon is full"))[0]
    assert "22:00-7:30" in (await couple.says("ana", "/quiet at night"))[0]


async def test_quiet_hours_can_be_seen_and_ended(couple: Talk) -> None:
    """/quiet shows them, sets them, and takes them back."""
    assert "no quiet hours" in (await couple.says("ana", "/quiet"))[0]
    assert "From 22:00 to 07:30" in (await couple.says("ana", "/quiet 22 - 7:30"))[0]
    assert "From 22:00 to 07:30" in (await couple.says("ana", "/quiet"))[0]
    assert "no quiet hours" in (await couple.says("ana", "/quiet off"))[0]


async def test_two_closings_unshared_bring_one_and_the_same_card(couple: Talk) -> None:
    """After two closings without a reveal both are asked, alike, what would suit them (once)."""
    await couple.says("ana", "/rhythm sundays 18:00")
    await couple.until(instant("2026-12-02T18:00:00"))
    asked = [[text for text in couple.sees(who) if "another rhythm suit you" in text] for who in ("ana", "ben")]
    assert asked[0] == asked[1] != []
    (reply,) = await couple.presses("ben", "Less often")
    assert "every second week on Sunday" in reply


async def test_a_rhythm_in_spanish(talk: Talk) -> None:
    """A Spanish speaker types and reads Spanish; the partner reads their own language."""
    await talk.pairs(languages=("es", "en"))
    (reply,) = await talk.says("ana", "/ritmo lunes y jueves 20:00")
    assert "cada lunes y jueves a las 20:00" in reply
    assert "every Monday and Thursday at 20:00" in talk.sees("ben")[-1]


@pytest.mark.parametrize(
    ("cadence", "words"),
    [
        (daily(), "every day at 08:05"),
        (weekdays(), "Monday to Friday at 08:05"),
        (weekly({0, 2, 4}), "every Monday, Wednesday and Friday at 08:05"),
        (weekly({6}, every=3), "every 3 weeks on Sunday at 08:05"),
        (monthly(31), "on day 31 of each month at 08:05"),
        (nth_weekday(LAST, 6), "on the last Sunday of the month at 08:05"),
        (nth_weekday(2, 1), "on the second Tuesday of the month at 08:05"),
    ],
)
def test_every_cadence_has_words(cadence: object, words: str) -> None:
    """A cadence reads as a person would say it."""
    spans = all_words().spans(rules.worded(cadence, 8, 5), Reader("en", "UTC"))  # type: ignore[arg-type]
    assert "".join(span.text for span in spans).replace("\u2068", "").replace("\u2069", "") == words


def test_less_often_is_slower_each_time() -> None:
    """Daily, weekly, every second week, monthly: each step comes less often, and monthly stays."""
    steps = [daily()]
    for _ in range(4):
        steps.append(rules.less_often(steps[-1]))
    assert [step.unit for step in steps] == ["daily", "weekly", "weekly", "nth", "nth"]
    assert steps[2].every == 2


@pytest.mark.parametrize("text", ["", "25:00-7", "22", "a-b", "22:61-7:00", "-", "22:00-7:00-8:00"])
def test_quiet_hours_refuse_nonsense(text: str) -> None:
    """What is no pair of hours is refused."""
    with pytest.raises(Refused):
        rules.quiet_hours(text)
