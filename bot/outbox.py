"""The outbox: cards rendered for their readers and committed as rows, for delivery to send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from pydantic import TypeAdapter

from bot import asking
from bot.asking import UnderWay
from bot.buttons import Hanger, Holder
from bot.cadence import WELCOME_FOR
from bot.cards import Card
from bot.clock import DAY, Chance
from bot.content import Content, Reader
from bot.model import Account, Message, Open
from bot.rendering import begun, rendered
from bot.rooms import Place
from bot.store import Lane, Row, Tx, Value, Words

MESSAGE: Final = TypeAdapter(Message)
OPEN: Final = TypeAdapter(Open)


@dataclass(slots=True)
class Via:
    """How the event being handled may be answered, in its place, to whoever did it. `acts` counts what goes so."""

    place_id: str
    text: str
    asker: Account
    acts: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """What it takes to write a card: words, chance, the present instant, and how the event itself may be answered."""

    content: Content
    chance: Chance
    now: int
    via: Via | None = None

    def forget_answers(self) -> None:
        """What was to answer the event was undone."""
        if self.via is not None:
            self.via.acts = 0


@dataclass(frozen=True, slots=True)
class Post:
    """Where a card goes and under which rules.

    `audience`: the accounts that may read it; delivery withholds it if anybody else can. `target`: the act whose
    message it replaces. `couple_id`: whom it is about, so that leaving takes it out of the queue. `forms`: how
    many questions of a form can be shown there at once (None: any number). `then`: the action that gets what became
    of it (`Context.args["outcome"]`).
    """

    place: Place
    reader: Reader
    holder: Holder
    owner: str
    lane: Lane = Lane.PEOPLE
    only: Account | None = None
    audience: frozenset[Account] | None = None
    couple_id: str | None = None
    target: str | None = None
    not_before: int = 0
    life: int = 7 * DAY
    forms: int | None = None
    reply_to: str = ""
    then: tuple[str, Mapping[str, str]] | None = None


async def post(tx: Tx, desk: Desk, card: Card, where: Post) -> str:
    """Queue a card; returns the id of the message it is (the first act's, if it replaces one)."""
    if card.slot is not None and where.only is not None:
        card = replace(card, slot=f"{card.slot}@{where.only.id}")  # what one reader sees is no other reader's
    target = await _target(tx, card, where)
    act_id = desk.chance.new_id(desk.now)
    message_id = target or act_id
    if target is not None and (card.sheet is None or where.only is None):
        # A form over what one reader alone sees may be closed unsent, and what it stood over has not changed then.
        await tx.run("DELETE FROM buttons WHERE act_id = :id", id=target)
    hanger = Hanger(desk.chance)
    if card.sheet is not None and where.forms is not None and where.forms < max(len(card.sheet.entries), 1):
        asking_it = begun(desk.content, card, card.sheet, where.reader, where.forms)
        form = UnderWay(card.sheet.action, card.sheet.args, where.owner, message_id, asking_it)
        message = await _hang_question(tx, desk, hanger, where, form)
    else:
        message = rendered(desk.content, hanger, card, where.reader, where.only, where.reply_to)
        if card.question is not None:
            hanger.hang(*card.question, again=True, how="question")
        await hanger.keep(tx, where.holder, message_id, desk.now)
        if card.question is not None:
            await hanger.ask(tx, where.place.id)
    await _insert(tx, desk, where, act_id, target, card, message)
    return message_id


async def ask_on(tx: Tx, desk: Desk, where: Post, form: UnderWay, *, anew: bool) -> None:
    """Queue the present question of a form under way: on its message, or `anew` below what was typed."""
    act_id = desk.chance.new_id(desk.now)
    message_id = act_id if anew else form.message_id
    message = await _hang_question(tx, desk, Hanger(desk.chance), where, replace(form, message_id=message_id))
    await _insert(tx, desk, where, act_id, None if anew else message_id, Card([]), message)


async def _hang_question(tx: Tx, desk: Desk, hanger: Hanger, where: Post, form: UnderWay) -> Message:
    message = asking.screen(form.asking, desk.content, where.reader, hanger)
    await asking.drop(tx, where.place.id, form.owner)
    await hanger.keep(tx, where.holder, form.message_id, desk.now, asking.LIFE)
    if message.open_question:
        await hanger.ask(tx, where.place.id)
    message = replace(message, only=where.only)
    await asking.keep(tx, hanger.token, where.place.id, form)
    return message


async def show_again(tx: Tx, desk: Desk, owner: str, message_id: str, message: Message) -> None:
    """Show a message anew in its place, with the buttons it has: a form with what was typed and what is wrong."""
    row = await tx.one("SELECT place_id, couple_id, private, slot FROM outbox WHERE id = :id", id=message_id)
    assert row is not None, "no such message"
    await _queue(
        tx,
        desk,
        row["place_id"],
        act="edit",
        target=message_id,
        body=_body(owner, message),
        slot=row["slot"],
        private=row["private"],
        couple_id=row["couple_id"],
        deadline=desk.now + DAY,
    )


async def show_elsewhere(
    tx: Tx,
    desk: Desk,
    row: Row,
    place_id: str,
    message: Message,
    *,
    only: Account | None = None,
    waits: bool = False,
) -> None:
    """Show a message, with the buttons it has, in another place than the one it was meant for."""
    await _queue(
        tx,
        desk,
        place_id,
        act="say",
        body=_body(row["couple_id"] or "", replace(message, only=only)),
        slot=row["slot"],
        private=int(only is not None),
        couple_id=row["couple_id"],
        waits=int(waits),
        deadline=row["deadline"],
    )


async def show_waiting(tx: Tx, desk: Desk, place_id: str, via: Via) -> None:
    """Show whoever came by what waits for them, because the place it was meant for is closed to us."""
    for row in await tx.all(
        "SELECT * FROM outbox WHERE place_id = :place AND state = 'waiting' ORDER BY seq", place=place_id
    ):
        await tx.run("UPDATE outbox SET state = 'dead', body = NULL WHERE id = :id", id=row["id"])
        if row["deadline"] >= desk.now:
            message = MESSAGE.validate_json(row["body"])
            only = None if via.place_id == place_id else via.asker
            await show_elsewhere(tx, desk, row, via.place_id, message, only=only)


async def take_back(tx: Tx, desk: Desk, place_id: str, target: str, couple_id: str | None) -> None:
    """Have the message of an act taken back; one that is not sent yet never is."""
    await tx.run(
        "UPDATE outbox SET state = 'dead', body = NULL WHERE (id = :id OR target = :id) AND state = 'queued'", id=target
    )
    await tx.run("DELETE FROM buttons WHERE act_id = :id", id=target)
    await _queue(
        tx, desk, place_id, act="delete", target=target, couple_id=couple_id, body=None, deadline=desk.now + DAY
    )


async def shown(tx: Tx, message_id: str) -> Message | None:
    """What a message says now (its last version), or None once its body was dropped."""
    row = await tx.one(
        "SELECT body FROM outbox WHERE (id = :id OR target = :id) AND act IN ('say', 'edit') AND body IS NOT NULL "
        "AND state <> 'dead' ORDER BY seq DESC LIMIT 1",
        id=message_id,
    )
    return None if row is None else MESSAGE.validate_json(row["body"])


async def post_open(
    tx: Tx, desk: Desk, place: Place, act: Open, then: tuple[str, Mapping[str, str]], couple_id: str
) -> None:
    """Queue the making of a shared place, on the platform of `place`; what it brought goes to the action `then`."""
    await _queue(
        tx,
        desk,
        place.id,
        act="open",
        body=Words(couple_id, OPEN.dump_json(act).decode()),
        couple_id=couple_id,
        then_action=then[0],
        then_args=json.dumps(dict(then[1])),
        deadline=desk.now + DAY,
    )


async def _insert(
    tx: Tx, desk: Desk, where: Post, act_id: str, target: str | None, card: Card, message: Message
) -> None:
    life = min(where.life, WELCOME_FOR) if card.prompt else where.life
    await _queue(
        tx,
        desk,
        where.place.id,
        id=act_id,
        act="say" if target is None else "edit",
        lane=where.lane,
        body=_body(where.owner, message),
        slot=card.slot,
        target=target,
        couple_id=where.couple_id,
        audience=None if where.audience is None else accounts_text(where.audience),
        essential=int(card.essential or where.lane == Lane.PEOPLE),
        private=int(message.only is not None),
        prompt=int(card.prompt),
        not_before=where.not_before,
        deadline=max(desk.now, where.not_before) + life,
        then_action=None if where.then is None else where.then[0],
        then_args=None if where.then is None else json.dumps(dict(where.then[1])),
    )


_INSERT: Final = (
    "INSERT INTO outbox (id, place_id, seq, act, lane, state, body, slot, target, couple_id, audience, "
    "then_action, then_args, essential, private, prompt, tries, not_before, deadline, created_at, "
    "waits, via, asker, ref) "
    "VALUES (:id, :place_id, :seq, :act, :lane, "
    # A closed place gets nothing until its person comes back; then /today has what is open.
    "(SELECT CASE WHEN state = 'open' THEN 'queued' WHEN :waits = 1 THEN 'waiting' ELSE 'dead' END "
    "FROM places WHERE id = :place_id), "
    ":body, :slot, :target, :couple_id, :audience, "
    ":then_action, :then_args, :essential, :private, :prompt, 0, :not_before, :deadline, :created_at, "
    ":waits, :via, :asker, '')"
)
_USUAL: Final[Mapping[str, Value]] = {
    "lane": Lane.PEOPLE,
    "slot": None,
    "target": None,
    "couple_id": None,
    "audience": None,
    "then_action": None,
    "then_args": None,
    "essential": 1,
    "private": 0,
    "prompt": 0,
    "waits": 0,
    "via": None,
    "asker": None,
    "not_before": 0,
}


async def _queue(tx: Tx, desk: Desk, place_id: str, **columns: Value) -> None:
    """Add a row to the outbox, next in its place."""
    seq = await tx.one(
        "UPDATE places SET last_seq = last_seq + 1 WHERE id = :id RETURNING last_seq AS seq", id=place_id
    )
    assert seq is not None, "no such place"
    values = {"id": desk.chance.new_id(desk.now), **_USUAL, **columns, **seq, "created_at": desk.now}
    if desk.via is not None and desk.via.place_id == place_id and values["act"] != "open":
        desk.via.acts += 1
        values |= {"via": desk.via.text, "asker": desk.via.asker.id}
    await tx.run(_INSERT, place_id=place_id, **values)
    tx.mark("outbox")


def _body(owner: str, message: Message) -> Words:
    return Words(owner, MESSAGE.dump_json(message, exclude_defaults=True).decode())


def accounts_text(accounts: frozenset[Account]) -> str:
    """Accounts as a row keeps them."""
    return json.dumps(sorted([account.platform, account.id] for account in accounts))


def accounts_from(text: str) -> frozenset[Account]:
    """Accounts out of a row."""
    return frozenset(Account(platform, account) for platform, account in json.loads(text))


async def _target(tx: Tx, card: Card, where: Post) -> str | None:
    """The message this card replaces, if that was or may have been shown; what is still queued of it is dropped."""
    if card.anew:
        return None
    found = where.target
    if found is not None:
        here = await tx.one(
            "SELECT 1 AS here FROM outbox WHERE id = :id AND place_id = :place AND private = :private",
            id=found,
            place=where.place.id,
            private=int(where.only is not None),
        )
        found = found if here else None
    if found is None and card.slot is not None:
        row = await tx.one(
            "SELECT id FROM outbox WHERE place_id = :place AND slot = :slot AND act = 'say' AND state <> 'dead' "
            "ORDER BY seq DESC LIMIT 1",
            place=where.place.id,
            slot=card.slot,
        )
        found = None if row is None else str(row["id"])
    if found is None:
        return None
    await tx.run("UPDATE outbox SET state = 'dead', body = NULL WHERE target = :id AND state = 'queued'", id=found)
    unsent = await tx.run(
        "UPDATE outbox SET state = 'dead', body = NULL WHERE id = :id AND state = 'queued' AND tries = 0", id=found
    )
    if unsent:
        await tx.run("DELETE FROM buttons WHERE act_id = :id", id=found)
        return None
    gone = await tx.one("SELECT 1 AS gone FROM outbox WHERE id = :id AND state = 'dead'", id=found)
    return None if gone else found
