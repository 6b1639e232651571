"""How interactions are answered on Discord: in time, once, to whom it is meant for, and after a restart too."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.discord.via import Via
from bot.clock import MINUTE, SECOND
from bot.errors import EffectUnknown, Expired, TryAgain
from bot.model import Edit, Field, Form, Option, Say
from bot.port import Answer
from tests.discord_post import Post, asked, form, post, told, world

__all__ = ["post", "world"]

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def how(post: Post, via: Via) -> tuple[Any, int]:
    """With what an interaction was answered, and how often that was tried."""
    said = await post.discord.answered(int(via.interaction_id))
    return said["type"], said["count"]


async def announced(post: Post, via: Via) -> None:
    """The house is slow with this one, so its answer is announced."""
    post.impatient()
    post.answers.begin(via)
    await post.discord.called("POST", f"/interactions/{via.interaction_id}/")
    await wait_for(post)


async def wait_for(post: Post) -> None:
    """Wait until nothing more is being answered."""
    await post.answers.close()


# -- the first answer ------------------------------------------------------------------------------------------


async def test_what_the_house_says_at_once_is_the_answer(post: Post) -> None:
    """A command in the direct chat is answered by the message itself, which stays and can be edited."""
    via = await post.commands()
    post.answers.begin(via)
    ref = await post.does(Say(asked("Hello")), via=via)
    (shown,) = await post.screen()
    assert (ref, shown.content, shown.ephemeral) == (str(shown.id), "Hello", False)
    assert await how(post, via) == (4, 1)


async def test_what_is_for_one_is_seen_by_one(post: Post) -> None:
    """In a server, a private answer is shown to nobody else, and its ref can be edited while it lives."""
    other = await post.meets()
    via = await post.commands(place=post.shared)
    ref = await post.whispers("for you", via)
    (shown,) = await post.screen(post.shared)
    assert (shown.content, shown.ephemeral) == ("for you", True)
    assert await post.screen(post.shared, other) == []
    assert ref.startswith(f"~{shown.id}:{via.interaction_id}:")
    await post.does(Edit(ref, told("for you alone", only=post.only)), post.shared)
    assert await post.texts(post.shared) == ["for you alone"]


async def test_a_press_changes_the_message_it_was_on(post: Post) -> None:
    """An edit of the pressed message is the answer to the press."""
    ref = await post.does(Say(asked("Kept?")))
    via = await post.presses((await post.screen())[0], "Yes")
    assert await post.does(Edit(ref, told("Kept.")), via=via) == ref
    assert await post.texts() == ["Kept."]
    assert await how(post, via) == (7, 1)
    assert await post.asked("PATCH", "/messages/") == [] or all(
        ref not in path for method, path, _ in await post.discord.requests() if method == "PATCH"
    )


async def test_a_press_on_a_private_message_gives_it_a_new_life(post: Post) -> None:
    """The pressed private message is changed, and can be reached by the press's own token from then on."""
    first = await post.commands(place=post.shared)
    ref = await post.does(Say(asked("Kept?", only=post.only)), post.shared, first)
    via = await post.presses((await post.screen(post.shared))[0], "Yes", post.shared)
    assert via.private
    changed = await post.does(Edit(ref, asked("Sure?", only=post.only)), post.shared, via)
    assert via.token in changed
    await post.discord.age(int(first.interaction_id), 20)
    await post.does(Edit(changed, told("Kept.", only=post.only)), post.shared)
    assert await post.texts(post.shared) == ["Kept."]


async def test_a_press_may_be_answered_by_another_message(post: Post) -> None:
    """What a press brings beside its own message answers it too."""
    await post.does(Say(asked("Kept?")), post.shared)
    via = await post.presses((await post.screen(post.shared))[0], "Yes", post.shared)
    await post.whispers("only you see this", via)
    assert [(one.content, one.ephemeral) for one in await post.screen(post.shared)] == [
        ("Kept?", False),
        ("only you see this", True),
    ]


async def test_more_than_one_act_answers(post: Post) -> None:
    """The first is the answer; what is private follows it, what is for all is said by the bot's own token."""
    via = await post.commands(place=post.shared)
    post.answers.begin(via)
    await post.whispers("one", via)
    await post.whispers("two", via)
    await post.says("three", post.shared, via, "n-three")
    shown = await post.screen(post.shared)
    assert [(one.content, one.ephemeral, one.nonce) for one in shown] == [
        ("one", True, None),
        ("two", True, None),
        ("three", False, "n-three"),
    ]


async def test_a_long_private_answer_stays_private(post: Post) -> None:
    """Each part is for one reader, and the ref reaches them all."""
    via = await post.commands(place=post.shared)
    ref = await post.whispers("word " * 600, via)
    assert [one.ephemeral for one in await post.screen(post.shared)] == [True, True]
    await post.does(Edit(ref, told("short", only=post.only)), post.shared)
    assert await post.texts(post.shared) == ["short"]


async def test_a_visit_is_answered_to_the_visitor_alone(post: Post) -> None:
    """Where the bot is no member it answers the one who asked, and nobody else, and only while it is asked."""
    via, place = await post.visits()
    await post.does(Say(told("for you")), place, via)
    assert [(one.content, one.ephemeral) for one in await post.screen(place)] == [("for you", True)]
    assert isinstance(await post.trouble(Say(told("anybody?")), place), Expired)


# -- when the house is slow ------------------------------------------------------------------------------------


async def test_a_slow_answer_is_announced_to_the_one_who_asked(post: Post) -> None:
    """In a server nobody else sees that something comes; then it comes where it was announced."""
    other = await post.meets()
    via = await post.commands(place=post.shared)
    await announced(post, via)
    (shown,) = await post.screen(post.shared)
    assert shown.thinking
    assert shown.ephemeral
    assert await post.screen(post.shared, other) == []
    ref = await post.whispers("at last", via)
    (shown,) = await post.screen(post.shared)
    assert (shown.content, shown.thinking) == ("at last", False)
    await post.does(Edit(ref, told("changed", only=post.only)), post.shared)
    assert await post.texts(post.shared) == ["changed"]


async def test_a_slow_answer_in_the_direct_chat_stays(post: Post) -> None:
    """What was announced in a direct chat is a message like any other."""
    via = await post.commands()
    await announced(post, via)
    ref = await post.says("at last", via=via)
    (shown,) = await post.screen()
    assert (shown.content, shown.ephemeral, ref) == ("at last", False, str(shown.id))


async def test_a_public_answer_does_not_fill_a_private_announcement(post: Post) -> None:
    """What all are to see is said to all, and the announcement is taken back."""
    other = await post.meets()
    via = await post.commands(place=post.shared)
    await announced(post, via)
    await post.says("for all", post.shared, via)
    assert await post.texts(post.shared) == await post.texts(post.shared, other) == ["for all"]


async def test_a_slow_press_changes_its_message_later(post: Post) -> None:
    """A press is acknowledged without a sign; its edit and what is private come all the same."""
    ref = await post.does(Say(asked("Kept?")), post.shared)
    via = await post.presses((await post.screen(post.shared))[0], "Yes", post.shared)
    await announced(post, via)
    assert await how(post, via) == (6, 1)
    await post.does(Edit(ref, told("Kept.")), post.shared, via)
    await post.whispers("only you", via)
    await post.says("for all", post.shared, via)
    shown = await post.screen(post.shared)
    assert [(one.content, one.ephemeral) for one in shown] == [("Kept.", False), ("only you", True), ("for all", False)]


async def test_a_slow_press_on_a_private_message(post: Post) -> None:
    """The pressed private message can be changed though the press was acknowledged before."""
    first = await post.commands(place=post.shared)
    ref = await post.does(Say(asked("Kept?", only=post.only)), post.shared, first)
    via = await post.presses((await post.screen(post.shared))[0], "Yes", post.shared)
    await announced(post, via)
    await post.discord.age(int(first.interaction_id), 20)
    await post.does(Edit(ref, told("Kept.", only=post.only)), post.shared, via)
    assert await post.texts(post.shared) == ["Kept."]


async def test_an_announcement_waits_its_time(post: Post) -> None:
    """Nothing is announced that is answered soon; the same interaction begun twice is one."""
    post.answers._patience = 0.2
    via = await post.commands()
    post.answers.begin(via)
    post.answers.begin(via)
    await post.says("at once", via=via)
    later = await post.commands()
    post.answers.begin(later)
    await post.discord.called("POST", f"/interactions/{later.interaction_id}/")
    await wait_for(post)
    assert await how(post, via) == (4, 1)
    assert await how(post, later) == (5, 1)
    await post.says("there", via=later)


# -- what the house says of it ---------------------------------------------------------------------------------


async def test_a_note_is_for_the_one_who_did_it(post: Post) -> None:
    """A few words come as an answer that nobody else sees."""
    via = await post.commands(place=post.shared)
    post.answers.begin(via)
    await post.answers.settle(via, Answer(note="Not *now*."))
    assert [(one.content, one.ephemeral) for one in await post.screen(post.shared)] == [("Not \\*now\\*.", True)]


async def test_a_note_fills_what_was_announced_or_follows_a_press(post: Post) -> None:
    """A late note comes all the same."""
    await post.does(Say(asked("Kept?")), post.shared)
    pressed = await post.presses((await post.screen(post.shared))[0], "Yes", post.shared)
    await announced(post, pressed)
    await post.answers.settle(pressed, Answer(note="Too late."))
    via = await post.commands(place=post.shared)
    await announced(post, via)
    await post.answers.settle(via, Answer(note="Not now."))
    assert await post.texts(post.shared) == ["Kept?", "Too late.", "Not now."]


async def test_a_note_beside_acts_leaves_them_the_first_answer(post: Post) -> None:
    """The act is the answer, the note follows."""
    ref = await post.does(Say(asked("Kept?")), post.shared)
    via = await post.presses((await post.screen(post.shared))[0], "Yes", post.shared)
    post.answers.begin(via)
    await post.answers.settle(via, Answer(note="Counted.", acts=1))
    await post.does(Edit(ref, told("Kept.")), post.shared, via)
    await wait_for(post)
    assert await how(post, via) == (7, 1)
    assert await post.texts(post.shared) == ["Kept.", "Counted."]


async def test_what_brings_nothing_is_acknowledged_without_a_trace(post: Post) -> None:
    """Nobody is left waiting, and nothing is left on the screen."""
    via = await post.commands(place=post.shared)
    post.answers.begin(via)
    await post.answers.settle(via, Answer())
    await post.does(Say(asked("Kept?")), post.shared)
    press = await post.presses((await post.screen(post.shared))[0], "Yes", post.shared)
    post.answers.begin(press)
    await post.answers.settle(press, Answer())
    slow = await post.commands(place=post.shared)
    await announced(post, slow)
    await post.answers.settle(slow, Answer())
    assert await post.texts(post.shared) == ["Kept?"]
    assert [(await how(post, one))[0] for one in (via, press, slow)] == [5, 6, 5]


async def test_acts_that_answer_elsewhere_leave_nobody_waiting(post: Post) -> None:
    """A command whose act edits another message is acknowledged once that is done, whichever is told first."""
    ref = await post.does(Say(asked("Today")), post.shared)
    for early in (True, False):
        via = await post.commands(place=post.shared)
        post.answers.begin(via)
        if early:
            await post.answers.settle(via, Answer(acts=1))
        await post.does(Edit(ref, told(f"Today, {early}")), post.shared, via)
        if not early:
            await post.answers.settle(via, Answer(acts=1))
        await wait_for(post)
        assert await how(post, via) == (5, 1)
    assert await post.texts(post.shared) == ["Today, False"]


async def test_choices_are_shown_within_their_limits(post: Post) -> None:
    """At most 25, none empty, none longer than a hundred characters."""
    choices = ("", "call mum", "x" * 200, *(f"c{n}" for n in range(40)))
    token = {"webhook_token": "nobody's"}
    await post.answers.choose(Via("command", "1180000000000000000", "nobody's"), choices)
    body = (await post.asked("POST", f"/{token['webhook_token']}/callback"))[-1]
    names = [one["name"] for one in body["data"]["choices"]]
    assert len(names) == 25
    assert names[:2] == ["call mum", "x" * 99 + "…"]


# -- lost replies ----------------------------------------------------------------------------------------------


async def test_an_answer_whose_reply_was_lost_is_said_once(post: Post) -> None:
    """Discord is asked what stands there, and it is what was to be said."""
    via = await post.commands(place=post.shared)
    await post.discord.fault("lost", path="/callback")
    act = Say(asked("Hello", only=post.only))
    assert isinstance(await post.trouble(act, post.shared, via, "n-lost"), TryAgain)
    ref = await post.does(act, post.shared, via, "n-lost")
    (shown,) = await post.screen(post.shared)
    assert (shown.content, str(shown.id)) == ("Hello", ref[1:].split(":")[0])


async def test_an_edit_whose_reply_was_lost_is_made_again(post: Post) -> None:
    """The pressed message says what it should, and nothing was said beside it."""
    ref = await post.does(Say(asked("Kept?")))
    via = await post.presses((await post.screen())[0], "Yes")
    await post.discord.fault("lost", path="/callback")
    assert isinstance(await post.trouble(Edit(ref, told("Kept.")), via=via, nonce="n-edit"), TryAgain)
    assert await post.does(Edit(ref, told("Kept.")), via=via, nonce="n-edit") == ref
    assert await post.texts() == ["Kept."]


async def test_an_announcement_whose_reply_was_lost_is_filled(post: Post) -> None:
    """Nothing stays announced for ever."""
    via = await post.commands(place=post.shared)
    await post.discord.fault("lost", path="/callback")
    await announced(post, via)
    await post.whispers("at last", via)
    assert [(one.content, one.thinking) for one in await post.screen(post.shared)] == [("at last", False)]


async def test_an_announcement_filled_twice_is_one_message(post: Post) -> None:
    """Filling is an edit: a lost reply does no harm."""
    via = await post.commands(place=post.shared)
    await announced(post, via)
    await post.discord.fault("lost", method="PATCH")
    act = Say(told("at last", only=post.only))
    assert isinstance(await post.trouble(act, post.shared, via, "n-fill"), TryAgain)
    await post.does(act, post.shared, via, "n-fill")
    assert await post.texts(post.shared) == ["at last"]


async def test_a_follow_up_whose_reply_was_lost_is_unknown(post: Post) -> None:
    """A follow-up has no nonce, so nobody can tell; it is not said again unasked."""
    via = await post.commands(place=post.shared)
    await post.whispers("one", via)
    await post.discord.fault("lost", method="POST", path="/webhooks/")
    assert isinstance(await post.trouble(Say(told("two", only=post.only)), post.shared, via), EffectUnknown)
    assert await post.texts(post.shared) == ["one", "two"]


@pytest.mark.parametrize("kind", ["reset", "502", "html"])
async def test_a_first_answer_that_never_arrived_is_given_again(post: Post, kind: str) -> None:
    """Discord was not there for a moment."""
    via = await post.commands(place=post.shared)
    await post.discord.fault(kind, path="/callback")
    act = Say(told("hello", only=post.only))
    assert isinstance(await post.trouble(act, post.shared, via), TryAgain)
    await post.does(act, post.shared, via)
    assert await post.texts(post.shared) == ["hello"]


async def test_an_announcement_is_tried_again(post: Post) -> None:
    """Three seconds are long enough for a second try."""
    via = await post.commands(place=post.shared)
    await post.discord.fault("reset", path="/callback")
    await announced(post, via)
    assert await how(post, via) == (5, 1)
    await post.whispers("there", via)


async def test_interactions_wait_for_no_limit_of_the_bot(post: Post) -> None:
    """A global limit holds up messages by the bot's token, and no answer to an interaction."""
    await post.discord.fault("429-global", path="/messages", retry_after=40)
    wait = await post.trouble(Say(told("x")))
    assert isinstance(wait, TryAgain)
    assert wait.whole_platform
    via = await post.commands()
    await post.says("at once", via=via)
    assert await post.texts() == ["at once"]


async def test_a_limit_on_answering_is_kept(post: Post) -> None:
    """Too many answers: wait as long as Discord says, and nothing was tried."""
    via = await post.commands()
    await post.discord.fault("429", path="/callback", retry_after=7)
    wait = await post.trouble(Say(told("x")), via=via)
    assert isinstance(wait, TryAgain)
    assert (wait.seconds, wait.tried, wait.whole_platform) == (7, False, False)
    await post.says("x", via=via)


# -- after a restart, and too late -----------------------------------------------------------------------------


async def test_an_unanswered_interaction_is_answered_by_the_next_process(post: Post) -> None:
    """If there is still time for it."""
    via = await post.commands(place=post.shared)
    post.answers.begin(via)
    post.restarted()
    await post.whispers("hello", via)
    assert await post.texts(post.shared) == ["hello"]


async def test_an_announcement_of_the_last_process_is_filled(post: Post) -> None:
    """Whoever died in between, the person is not left waiting."""
    via = await post.commands(place=post.shared)
    await announced(post, via)
    post.restarted()
    await post.whispers("hello", via)
    assert [(one.content, one.thinking) for one in await post.screen(post.shared)] == [("hello", False)]


async def test_what_the_last_process_said_is_not_said_again(post: Post) -> None:
    """An act that was done and not recorded is found; another one is said beside it."""
    via = await post.commands(place=post.shared)
    message = asked("Hello", only=post.only)
    ref = await post.does(Say(message), post.shared, via)
    post.restarted()
    post.clock.offset += 4 * SECOND
    assert await post.does(Say(message), post.shared, via) == ref
    post.restarted()
    await post.whispers("and this", via)
    assert await post.texts(post.shared) == ["Hello", "and this"]


async def test_a_press_of_the_last_process_never_overwrites_another_message(post: Post) -> None:
    """What was acknowledged on the pressed message is changed only by an edit of it."""
    ref = await post.does(Say(asked("Kept?")), post.shared)
    via = await post.presses((await post.screen(post.shared))[0], "Yes", post.shared)
    await announced(post, via)
    post.restarted()
    await post.whispers("only you", via)
    assert await post.texts(post.shared) == ["Kept?", "only you"]
    post.restarted()
    await post.does(Edit(ref, told("Kept.")), post.shared, via)
    assert await post.texts(post.shared) == ["Kept.", "only you"]


@pytest.mark.parametrize("minutes", [0.1, 16])
async def test_what_nobody_answered_in_time_is_over(post: Post, minutes: float) -> None:
    """What is for all is said by the bot's own token; what is for one must go elsewhere, never into the place."""
    for remembered in (True, False):
        via = await post.commands(place=post.shared)
        if remembered:
            post.answers.begin(via)
        await post.discord.age(int(via.interaction_id), minutes)
        post.clock.offset = int(minutes * MINUTE)
        if not remembered:
            post.restarted()
        private = Say(told("private", only=post.only))
        assert isinstance(await post.trouble(private, post.shared, via), Expired)
        await post.says("for all", post.shared, via)
    assert await post.texts(post.shared) == ["for all", "for all"]


async def test_a_press_that_is_over_still_changes_its_message(post: Post) -> None:
    """By the bot's own token."""
    ref = await post.does(Say(asked("Kept?")), post.shared)
    via = await post.presses((await post.screen(post.shared))[0], "Yes", post.shared)
    await post.discord.age(int(via.interaction_id), 16)
    assert await post.does(Edit(ref, told("Kept.")), post.shared, via) == ref
    assert await post.texts(post.shared) == ["Kept."]


async def test_a_private_message_is_out_of_reach_once_its_interaction_is_over(post: Post) -> None:
    """By our clock or by Discord's."""
    via = await post.commands(place=post.shared)
    ref = await post.whispers("one", via)
    await post.discord.age(int(via.interaction_id), 16)
    edit = Edit(ref, told("two", only=post.only))
    assert isinstance(await post.trouble(edit, post.shared), Expired)
    post.clock.offset += 16 * MINUTE
    assert isinstance(await post.trouble(edit, post.shared), Expired)
    assert isinstance(await post.trouble(Say(told("three", only=post.only)), post.shared), Expired)


async def test_what_is_for_one_never_stands_where_others_read(post: Post) -> None:
    """An edit that would put private words into a message for all is said to its reader instead."""
    ref = await post.does(Say(asked("Kept?")), post.shared)
    via = await post.presses((await post.screen(post.shared))[0], "Yes", post.shared)
    await post.does(Edit(ref, told("secret", only=post.only)), post.shared, via)
    assert [(one.content, one.ephemeral) for one in await post.screen(post.shared)] == [
        ("Kept?", False),
        ("secret", True),
    ]


async def test_what_is_for_one_is_no_answer_to_another(post: Post) -> None:
    """Whoever presses is not shown what is for somebody else."""
    partner = await post.meets("Sam")
    await post.does(Say(asked("Kept?")), post.shared)
    via = await post.presses((await post.screen(post.shared))[0], "Yes", post.shared, partner)
    assert isinstance(await post.trouble(Say(told("secret", only=post.only)), post.shared, via), Expired)
    assert await post.texts(post.shared, partner) == ["Kept?"]
    post.answers.begin(via)
    await post.answers.settle(via, Answer())


# -- forms -----------------------------------------------------------------------------------------------------


async def test_a_command_opens_a_form(post: Post) -> None:
    """A modal is the first answer; what is sent comes with the form's token, and is answered."""
    via = await post.commands()
    assert await post.does(Say(form("Your week", token="tok")), via=via) == ""
    modal = await post.discord.modal(post.person)
    assert modal is not None
    assert (modal["title"], modal["custom_id"]) == ("Your week", "tok")
    sent = await post.submits(answer="calm")
    assert (sent.kind, sent.pressed) == ("modal", "tok")
    await post.says("Thank you", via=sent)
    assert await post.texts() == ["Thank you"]


async def test_a_press_opens_a_form_and_its_message_can_open_it_again(post: Post) -> None:
    """Who dismisses a modal finds the button that opens it; what was there before is gone."""
    ref = await post.does(Say(asked("Your week", "Write", "Skip")))
    via = await post.presses((await post.screen())[0], "Write")
    asks = form("Your week", token="tok")
    assert await post.does(Edit(ref, asks), via=via) == ref
    assert await post.discord.modal(post.person) is not None
    await post.discord.dismisses(post.person)
    (shown,) = await post.screen()
    assert shown.labels() == ["Open it"]
    again = await post.presses(shown, "Open it")
    assert again.pressed == "tok"
    assert await post.does(Edit(ref, asks), via=again) == ref
    assert await post.discord.modal(post.person) is not None
    sent = await post.submits(answer="calm")
    assert (sent.kind, sent.message_id) == ("modal-press", ref)
    await post.does(Edit(ref, told("Thank you")), via=sent)
    assert [(one.content, one.labels()) for one in await post.screen()] == [("Thank you", [])]


async def test_a_form_on_a_private_message_can_be_opened_again(post: Post) -> None:
    """The pressed private message shows the way back too."""
    first = await post.commands(place=post.shared)
    ref = await post.does(Say(asked("Your week", "Write", only=post.only)), post.shared, first)
    via = await post.presses((await post.screen(post.shared))[0], "Write", post.shared)
    asks = form("Your week", token="tok", only=post.only)
    ref = await post.does(Edit(ref, asks), post.shared, via)
    assert (await post.screen(post.shared))[0].labels() == ["Open it"]
    sent = await post.submits(answer="calm")
    await post.does(Edit(ref, told("Thank you", only=post.only)), post.shared, sent)
    assert await post.texts(post.shared) == ["Thank you"]


async def test_a_form_with_buttons_is_a_message_first(post: Post) -> None:
    """Its buttons are there to be pressed; the opener brings the modal though it has buttons."""
    via = await post.commands()
    fields = (Field("mood", "How?", "choice", (Option("g", "Good"), Option("b", "Bad"))),)
    asks = asked("Your week", "Skip")
    asks = type(asks)(asks.spans, asks.rows, Form(fields, "Send", "tok", "Open it"))
    ref = await post.does(Say(asks), via=via)
    (shown,) = await post.screen()
    assert shown.labels() == ["Skip", "Open it"]
    via = await post.presses(shown, "Open it")
    await post.does(Edit(ref, asks), via=via)
    sent = await post.submits(mood=["g"])
    await post.does(Edit(ref, told("Good")), via=sent)
    assert await post.texts() == ["Good"]


async def test_what_was_wrong_comes_back_with_a_way_to_mend_it(post: Post) -> None:
    """A modal can't answer a modal, so the message says what was wrong and opens the form anew."""
    ref = await post.does(Say(asked("Your week", "Write")))
    via = await post.presses((await post.screen())[0], "Write")
    await post.does(Edit(ref, form("Your week", token="tok")), via=via)
    sent = await post.submits(answer="x")
    wrong = form("Your week", Field("answer", "What do you say?", error="That is too short"), token="tok2")
    await post.does(Edit(ref, wrong), via=sent)
    (shown,) = await post.screen()
    assert shown.content == "Your week\n\n**What do you say?**: That is too short"
    assert shown.button("Open it").custom_id == "tok2"


async def test_a_slow_form_comes_as_a_button(post: Post) -> None:
    """Once an answer was announced no modal can be shown."""
    via = await post.commands(place=post.shared)
    await announced(post, via)
    await post.does(Say(form("Your week", token="tok", only=post.only)), post.shared, via)
    (shown,) = await post.screen(post.shared)
    assert (shown.labels(), shown.ephemeral) == (["Open it"], True)
    assert await post.discord.modal(post.person) is None
    await post.does(Say(form("Unasked")))
    assert (await post.screen())[0].labels() == ["Open it"]


async def test_a_modal_whose_reply_was_lost_is_not_shown_twice(post: Post) -> None:
    """It is before the person, so nothing else is said."""
    via = await post.commands()
    asks = Say(form("Your week", token="tok"))
    await post.discord.fault("lost", path="/callback")
    assert isinstance(await post.trouble(asks, via=via, nonce="n-form"), TryAgain)
    assert await post.does(asks, via=via, nonce="n-form") == ""
    assert await post.discord.modal(post.person) is not None
    assert await post.texts() == []


async def test_a_form_that_could_not_leave_its_button_is_shown_all_the_same(post: Post) -> None:
    """The second step may fail; the first was the act."""
    ref = await post.does(Say(asked("Your week", "Write")))
    via = await post.presses((await post.screen())[0], "Write")
    await post.discord.fault("error:50013", method="PATCH")
    assert await post.does(Edit(ref, form("Your week")), via=via) == ref
    assert await post.discord.modal(post.person) is not None
