"""The commands that begin a practice, alone and for two, in both languages; and all there is, by theme."""

from __future__ import annotations

import pytest

from bot.content import FIRST_LANGUAGE
from bot.feature import Needs
from bot.guides import own_guides
from bot.store import Row, Tx
from handlers.checkins.rules import HOW, WHICH, meant
from handlers.exercises import rules
from handlers.exercises.rules import PRACTICES
from tests.talk import Talk

GUIDES = own_guides()
HOME = "place-1"
CHECKINS = {
    "/checkin": "boundary-check-in",
    "/checkin límites": "boundary-check-in",
    "/checkin us": "state-of-us",
    "/revision pareja": "state-of-us",
    "/checkin month": "monthly-look-back",
    "/revision mes": "monthly-look-back",
    "/question": "question-of-the-day",
    "/pregunta honda": "question-of-the-day",
}
SAID = {
    "Boundaries": "boundaries",
    "boundries": "boundaries",
    "LIMITES": "boundaries",
    "my limits, please": "boundaries",
    "the two of us": "us",
    "nosotrxs": "us",
    "mon": "month",
    "monthly": "month",
    "us or month": None,
    "": None,
    "x" * 4000: None,
}


async def begun(talk: Talk) -> list[tuple[str, bool]]:
    """Every run, oldest first: its guide, and whether it is the couple's."""

    async def look(tx: Tx) -> list[Row]:
        return await tx.all("SELECT guide, couple_id FROM runs ORDER BY id")

    return [(row["guide"], row["couple_id"] is not None) for row in await talk.app.store.read(look)]


# -- commands ------------------------------------------------------------------------------------------------


def test_the_table_agrees_with_the_guides() -> None:
    """Every command leads to a guide that there is, and is for those whom the guide is for."""
    for one in PRACTICES:
        assert GUIDES[one.guide].structure.people == one.people, one.command
    assert set(rules.COMMANDS) <= set(GUIDES)
    assert set(WHICH.values()) < set(rules.COMMANDS)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_every_command_begins_its_guide(talk: Talk, language: str) -> None:
    """For the couple or for the one who asks, as the guide is meant, in the direct chat; again it goes on with that."""
    await talk.pairs(languages=(language, language))
    before = talk.sees("ana", HOME)
    for number, one in enumerate(PRACTICES, 1):
        name = talk.app.content.raw(f"command-{one.command}", language)
        for _ in range(2):
            assert await talk.says("ana", f"/{name}"), name
            assert len(await begun(talk)) == number
        assert (await begun(talk))[-1] == (one.guide, one.people != "one")
    assert talk.sees("ana", HOME) == before


async def test_a_check_in_by_its_word(couple: Talk) -> None:
    """Alone it is the one over the boundaries; a word of either language names another."""
    for typed, guide in CHECKINS.items():
        assert await couple.says("ana", typed)
        assert await begun(couple) == [(guide, True)]
        await couple.app.store.write(forget)


async def forget(tx: Tx) -> None:
    await tx.run("DELETE FROM runs")


async def test_a_word_that_names_nothing(couple: Talk) -> None:
    """What could have been meant is said, and nothing begins."""
    for typed in ("/checkin moon phase", "/question purple"):
        (reply,) = await couple.says("ana", typed)
        assert reply.startswith("Which ")
    assert await begun(couple) == []


async def test_words_are_read_kindly(couple: Talk) -> None:
    """Case, accents and small slips don't matter; what could be several is asked about."""
    content = couple.app.content
    words = {
        one: [
            word.strip()
            for language in content.languages
            for word in (content.raw(f"checkin-word-{one}", language) or "").split(",")
        ]
        for one in WHICH
    }
    for typed, which in SAID.items():
        assert meant(typed, words, FIRST_LANGUAGE) == which, typed


async def test_depths_are_told_apart(couple: Talk) -> None:
    """ "Deep" and "deepest" are two, and the card is drawn at that depth."""
    decks = GUIDES["question-of-the-day"].structure.decks
    ((_, depths),) = decks.items()

    async def drawn(tx: Tx) -> list[Row]:
        return await tx.all("SELECT card FROM drawn_cards")

    for typed, depth in (("deepest", "deepest"), ("deep", "deeper")):
        await couple.says("ana", f"/question {typed}")
        assert any(row["card"] in depths[depth] for row in await couple.app.store.read(drawn))
        await couple.goes_by(days=8)
    assert set(HOW) >= set(depths)


async def test_what_is_typed_after_the_command_is_the_first_answer(couple: Talk) -> None:
    """ "/thanks the coffee" gives that thanks at once."""

    async def look(tx: Tx) -> list[Row]:
        return await tx.all("SELECT value FROM answers")

    taking = [one.command for one in PRACTICES if one.takes]
    for command in taking:
        await couple.says("ana", f"/{command} {command} it is")
    assert {row["value"] for row in await couple.app.store.read(look)} == {f"{command} it is" for command in taking}


async def test_thanks_can_be_said_again_the_same_day(couple: Talk) -> None:
    """A second thanks is passed on like the first; the other is not asked a second time."""
    for words in ("the coffee", "dinner"):
        await couple.says("ana", f"/thanks {words}")
    shown = "\n".join(couple.sees("ben") + couple.sees("ben", "place-1"))
    assert "the coffee" in shown
    assert "dinner" in shown
    assert couple.labels("ben").count("Open") == 1
    await couple.presses("ben", "Open")
    await couple.says("ben", "being you")
    assert "being you" in "\n".join(couple.sees("ana") + couple.sees("ana", "place-1"))
    assert await begun(couple) == [("thanks", True), ("thanks", True)]


async def test_what_is_typed_answers_the_one_under_way(couple: Talk) -> None:
    """Ana began it, and Ben's own words go into the same one; words that can't be used are not swallowed."""
    await couple.says("ana", "/thanks the coffee")
    await couple.says("ben", "/thanks being you")
    assert "Ben\nThank you: being you" in couple.sees("ana", HOME)
    assert await begun(couple) == [("thanks", True)]
    await couple.says("ana", "/doubt he is late")
    (reply,) = await couple.says("ana", "/doubt he is early")
    assert "under way already" in reply
    assert await begun(couple) == [("thanks", True), ("doubt", False)]


async def test_too_long_an_answer_begins_nothing(couple: Talk) -> None:
    """It is refused with its limit, as it is when it is typed as an answer."""
    (reply,) = await couple.says("ana", "/thanks " + "x" * 5000)
    assert "characters" in reply
    assert await begun(couple) == []


# -- alone ---------------------------------------------------------------------------------------------------


async def test_what_is_for_two_says_so(talk: Talk) -> None:
    """One without a partner is led to /pair; a stranger to /start."""
    for_two = ("listen", "checkin", "foundations", "date")
    for command in for_two:
        assert "/start" in (await talk.says("ana", f"/{command}"))[0]
    await talk.begins("ana")
    for command in for_two:
        assert "/pair" in (await talk.says("ana", f"/{command}"))[0]
    assert await begun(talk) == []


async def test_what_makes_sense_alone_works_alone(talk: Talk) -> None:
    """Before there is a partner, and after."""
    alone = {"thanks": "thanks", "doubt": "doubt", "stock": "taking-stock", "question": "question-of-the-day"}
    await talk.begins("ana")
    for command in alone:
        assert await talk.says("ana", f"/{command}")
    assert await begun(talk) == [(guide, False) for guide in alone.values()]
    await talk.app.store.write(forget)
    await talk.begins("ben")
    await talk.says("ana", "/pair")
    code = next(span.text for span in talk.screen("ana")[-1].message.spans if span.style == "words")
    await talk.says("ben", f"/pair {code}")
    await talk.presses("ben", "Accept")
    await talk.says("ana", "/leave")
    await talk.presses("ana", "Leave now")
    for command in alone:
        assert await talk.says("ana", f"/{command}")
    assert await begun(talk) == [(guide, False) for guide in alone.values()]


async def test_for_oneself_though_there_are_two(couple: Talk) -> None:
    """A doubt is always looked at alone, a question if one says so; the other sees nothing of it."""
    before = couple.sees("ben")
    await couple.says("ana", "/doubt he is late again")
    await couple.says("ana", "/question alone")
    assert await begun(couple) == [("doubt", False), ("question-of-the-day", False)]
    assert couple.sees("ben") == before


# -- all there is --------------------------------------------------------------------------------------------


async def pages(talk: Talk, who: str, **words: str) -> list[str]:
    """Every page of /practices, by pressing through all of it."""
    more, tabs = words.get("more", "More"), words.get("tabs", "Check-ins,Exercises,For yourself,Journeys").split(",")
    found = [*(await talk.says(who, words.get("command", "/practices")))]
    for tab in tabs:
        if any(label == tab for label in talk.labels(who)):
            found += await talk.presses(who, tab)
        while more in [b.label for row in talk.screen(who)[-1].message.rows for b in row]:
            found += await talk.presses(who, more)
    return found


@pytest.mark.parametrize("language", ["en", "es"])
async def test_everything_there_is(talk: Talk, language: str) -> None:
    """Every guide that is offered stands there with its one line, its command and its button; no other does."""
    await talk.pairs(languages=(language, language))
    spanish = {"command": "/practicas", "more": "Más", "tabs": "Revisiones,Ejercicios,Para ti,Caminos"}
    found = await pages(talk, "ana", **(spanish if language == "es" else {}))
    assert all(len(page) < 2000 for page in found)
    shown = "\n".join(found)
    for name, guide in GUIDES.items():
        words = guide.words[language]
        offered = guide.structure.listed and guide.structure.kind != "discussion"
        assert (words.about in shown) is offered, name
        assert (f"[{words.title}]" in shown) is offered, name
    assert ("/checkin month)" if language == "en" else "/revision mes)") in shown
    for command in rules.COMMANDS.values():
        assert f"/{talk.app.content.raw(f'command-{command}', language)}" in shown


async def test_one_alone_is_shown_what_works_alone(talk: Talk) -> None:
    """And that there is more for two."""
    await talk.begins("ana")
    shown = "\n".join(await pages(talk, "ana"))
    assert "Taking stock" in shown
    assert "/pair invites your partner" in shown
    assert "listening floor" not in shown


async def test_a_button_begins_it(couple: Talk) -> None:
    """For both; and for oneself, where that is offered."""
    await couple.says("ana", "/practices")
    await couple.presses("ana", "Exercises")
    while "Small thanks" not in couple.labels("ana"):
        await couple.presses("ana", "More")
    await couple.presses("ana", "Alone: Small thanks")
    assert await begun(couple) == [("thanks", False)]
    await couple.says("ana", "/practices")
    await couple.presses("ana", "The state of us")
    assert (await begun(couple))[-1] == ("state-of-us", True)


async def test_what_is_under_way(couple: Talk) -> None:
    """A card each, with the way back in."""
    await couple.says("ana", "/practices")
    assert await couple.presses("ana", "Under way") == ["Nothing is under way for you just now."]
    await couple.says("ana", "/stock")
    await couple.says("ana", "/own")
    await couple.says("ana", "/practices")
    head, *cards = await couple.presses("ana", "Under way")
    assert head == "2 things are under way for you:"
    assert [card.split("\n")[0] for card in cards] == ["Taking stock", "Own a mistake"]
    assert all("[Open]" in card for card in cards)


async def test_the_words_after_a_command_are_suggested(couple: Talk) -> None:
    """In the words of the one who types."""
    from bot.model import Account, Sender, Typing

    sender = Sender(Account("memory", "ana"), "Ana")
    answer = await couple.app.dispatch.emit(Typing(sender, couple._address("ana", ""), "question", "deep"))
    assert list(answer.choices) == ["deeper", "deepest"]
    answer = await couple.app.dispatch.emit(Typing(sender, couple._address("ana", ""), "checkin", ""))
    assert list(answer.choices) == ["boundaries", "us", "month"]


# -- forgiving -----------------------------------------------------------------------------------------------


async def test_the_reflection_is_for_one_alone(couple: Talk) -> None:
    """What a guide offers begins it for whoever chose it; the other sees nothing."""
    from bot.couples import couple_of, person_by_account
    from bot.feature import Context
    from bot.model import Account
    from bot.outbox import Desk

    async def work(tx: Tx) -> None:
        ana = await person_by_account(tx, Account("memory", "ana"))
        assert ana is not None
        desk = Desk(couple.app.content, couple.chance, couple.clock.now())
        both = await couple_of(tx, ana)
        ctx = Context(tx, desk, couple.app.house, actor=ana, partnership=both, sender=couple._sender("ana"))
        assert await couple.app.house.agreements["reflect"](ctx, ana, "") is None

    before, seen = couple.sees("ben"), len(couple.sees("ana"))
    await couple.app.store.write(work)
    await couple.app.run_due()
    assert len(couple.sees("ana")) > seen
    assert await begun(couple) == [("forgiving", False)]
    assert couple.sees("ben") == before


def test_the_commands_for_one_need_nobody_else() -> None:
    """Who may use a command follows from whom its guide is for."""
    needs = {one.command: one.needs for one in PRACTICES}
    assert needs["stock"] is Needs.PERSON
    assert needs["thanks"] is Needs.PERSON
    assert needs["listen"] is Needs.COUPLE


async def test_what_is_shared_with_nobody_is_not_taken(couple: Talk) -> None:
    """Begun with a partner, finished without one: "Share it" is refused, and keeping it goes on."""
    await couple.says("ana", "/stock peace")
    while "Share it" not in couple.labels("ana"):
        await couple.says("ana", "peace")
    await couple.says("ana", "/leave")
    await couple.presses("ana", "Leave now")
    await couple.says("ana", "/today")
    await couple.presses("ana", "Open")
    (shown,) = await couple.presses("ana", "Share it")
    assert "/pair" in shown
    await couple.presses("ana", "Keep it to myself")
