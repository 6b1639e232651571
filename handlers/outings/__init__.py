"""Dates: time for two, planned together. One proposes, the other says yes, another day, or not now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.cadence import quiet_end
from bot.cards import Card, card
from bot.content import Line, Own, line
from bot.couples import Couple, Person, couple_of
from bot.errors import Refused
from bot.feature import CalendarEntry, Context, Feature, Needs
from handlers.outings import cards, ideas, rules, store
from handlers.outings.rules import Act, Outing, State

feature = Feature("outings")

MOVED_ON = "outing-moved-on"


async def _find(ctx: Context) -> Outing:
    """The date that a press is about, if it is one of this couple and this person may know of it."""
    found = await store.outing(ctx.tx, ctx.args["id"])
    if found is None or found.couple_id != ctx.couple.id:
        raise Refused(MOVED_ON)
    if found.state is State.DRAFT and found.writer_id != ctx.me.id:
        raise Refused(MOVED_ON)
    return found


async def _allowed(ctx: Context, act: Act) -> Outing:
    """The date, if this person may do this with it as it was shown to them; else it has moved on."""
    found = await _find(ctx)
    if not rules.may(act, found, ctx.me.id) or ctx.args.get("turn", str(found.turn)) != str(found.turn):
        raise Refused(MOVED_ON)
    return found


async def _again(ctx: Context, outing: Outing) -> Outing:
    found = await store.outing(ctx.tx, outing.id)
    assert found is not None
    return found


# -- writing ---------------------------------------------------------------------------------------------------


@feature.command("date", Needs.COUPLE, theme="together")
async def date(ctx: Context) -> Card | None:
    """`/date` shows what lies ahead; `/date TEXT` with a day in it begins a plan."""
    if not ctx.text:
        return await _list(ctx, 0)
    who = ctx.me
    words, when = rules.split(ctx.text, who.language, who.zone, ctx.now)
    if words and (when or len(words) > rules.LENGTH):
        return await _draft(ctx, None, words, when)
    return cards.form([_intro(ctx.couple)], words, when)


def _intro(couple: Couple) -> Line:
    return line("outing-form", name=Own(couple.partner.name))


@feature.action("plan")
async def plan(ctx: Context) -> Card | None:
    """The form, with the words of an idea if one was taken."""
    words = ""
    if "kind" in ctx.args:
        _, found = ideas.idea(ctx.desk.content, ctx.args["kind"], int(ctx.args["number"]))
        words = ctx.read(found)
    return cards.form([_intro(ctx.couple)], words, "")


@feature.action("edit")
async def edit(ctx: Context) -> Card | None:
    """The draft in a form."""
    found = await _allowed(ctx, Act.WRITE)
    shown = rules.shown_at(found.at, ctx.me.zone)
    return cards.form([_intro(ctx.couple)], found.words, shown, draft_id=found.id)


@feature.action("write")
async def write(ctx: Context) -> Card | None:
    """The form was sent: a new draft, or other words for one."""
    old = await _allowed(ctx, Act.WRITE) if "id" in ctx.args else None
    return await _draft(ctx, old, ctx.field("words"), ctx.field("when"))


async def _draft(ctx: Context, old: Outing | None, words: str, when: str) -> Card:
    couple = ctx.couple
    told = ctx.own(rules.checked(words))
    at = _day(ctx, when)
    if old is not None:
        await store.rewrite(ctx.tx, old, told, at, ctx.now)
        return cards.draft(await _again(ctx, old), couple)
    await _room_for_one(ctx)
    new_id = ctx.new_id()
    await store.add(ctx.tx, new_id=new_id, couple_id=couple.id, words=told, at=at, now=ctx.now)
    added = await store.outing(ctx.tx, new_id)
    assert added is not None
    return cards.draft(added, couple)


def _day(ctx: Context, when: str) -> int:
    return rules.day(when, ctx.me.language, ctx.me.zone, ctx.now)


async def _room_for_one(ctx: Context) -> None:
    if await store.count_open(ctx.tx, ctx.couple.id, ctx.now) >= rules.MOST:
        raise Refused("outing-many", limit=rules.MOST)


@feature.action("drop")
async def drop(ctx: Context) -> Card | None:
    """Let the draft go as if it had never been."""
    found = await _allowed(ctx, Act.DROP)
    await store.drop(ctx.tx, found.id)
    return card(line("outing-dropped"), rows=[cards.back()], slot=cards.slot(found.id, ctx.me))


# -- proposing and answering -----------------------------------------------------------------------------------


@feature.action("propose")
async def propose(ctx: Context) -> Card | None:
    """Propose the draft to the other."""
    found = await _allowed(ctx, Act.PROPOSE)
    if found.at <= ctx.now:
        raise Refused("due-in-past")
    await _room_for_one(ctx)
    return await _put_forward(ctx, found, found.at, "outing-asked")


async def _put_forward(ctx: Context, found: Outing, at: int, key: str) -> Card:
    """It is proposed from now on. Whether that reaches anybody can't be told from the reply."""
    me, other = ctx.couple, ctx.couple.seen_by(ctx.couple.partner.id)
    closes = rules.closes_at(at, ctx.now)
    await ctx.drop_timers(found.id)
    await store.propose(ctx.tx, found, proposer_id=me.me.id, at=at, closes_at=closes, now=ctx.now)
    found = await _again(ctx, found)
    turn = str(found.turn)
    await ctx.timer("outings.closes", found.id, closes, f"outing:{found.id}:closes:{turn}", couple=me, turn=turn)
    await ctx.tell(other.me, replace(cards.asked(found, other, key), anew=True), deadline=closes)
    return cards.proposed(found, me, said=True)


@feature.timer("closes")
async def closes(ctx: Context) -> Card | None:
    """Nobody took it up: whoever proposed it hears so, in words that tell nothing of the other."""
    found = await _of_timer(ctx, State.PROPOSED)
    if found is None or ctx.partnership is None:
        return None
    await store.move(ctx.tx, found, State.UNANSWERED, ctx.now)
    one = ctx.partnership.seen_by(found.proposer_id).me
    shown = card(line("outing-closed"), rows=[cards.back()], slot=cards.slot(found.id, one), anew=True)
    await ctx.tell(one, shown)
    return None


async def _of_timer(ctx: Context, state: State) -> Outing | None:
    found = await store.outing(ctx.tx, ctx.args["subject"])
    return found if found is not None and found.state is state and str(found.turn) == ctx.args["turn"] else None


@feature.action("accept")
async def accept(ctx: Context) -> Card | None:
    """Yes: from now on it stands on both calendars, and each is reminded on their own clock."""
    found = await _allowed(ctx, Act.ACCEPT)
    if found.at <= ctx.now:
        raise Refused("due-in-past")
    me, other = ctx.couple, ctx.couple.seen_by(ctx.couple.partner.id)
    await ctx.drop_timers(found.id)
    await store.move(ctx.tx, found, State.PLANNED, ctx.now)
    found = await _again(ctx, found)
    for person in me.both:
        if me.reaches(person):
            await _remind(ctx, me, found, person)
    yes = line("outing-accepted", name=Own(me.me.name))
    await ctx.tell(other.me, replace(cards.planned(found, other, yes), anew=True))
    return cards.planned(found, me, line("outing-accepted-mine"))


async def _remind(ctx: Context, couple: Couple, found: Outing, person: Person) -> None:
    turn = str(found.turn)
    for name, when in rules.reminders(found.at, ctx.now, person).items():
        key = f"outing:{found.id}:{name}:{turn}:{person.id}"
        await ctx.timer("outings.remind", found.id, when, key, person=person, couple=couple, turn=turn)


@feature.timer("remind")
async def remind(ctx: Context) -> Card | None:
    """It comes up. One whose quiet hours last until it begins is left in peace."""
    found, person = await _of_timer(ctx, State.PLANNED), ctx.actor
    if found is None or person is None:
        return None
    quiet = quiet_end(ctx.now, person.quiet_from, person.quiet_to, person.zone)
    if max(quiet or 0, ctx.now) < found.at:
        await ctx.tell(person, cards.soon(found, person), deadline=found.at)
    return None


@feature.action("decline")
async def decline(ctx: Context) -> Card | None:
    """Not now: the one who proposed hears just that."""
    found = await _allowed(ctx, Act.DECLINE)
    await ctx.drop_timers(found.id)
    await store.move(ctx.tx, found, State.DECLINED, ctx.now)
    await _tell(ctx, found, "outing-declined")
    return card(line("outing-declined-mine"), rows=[cards.back()], slot=cards.slot(found.id, ctx.me))


async def _tell(ctx: Context, found: Outing, key: str) -> None:
    other = ctx.couple.seen_by(ctx.couple.partner.id)
    await ctx.tell(other.me, cards.told(key, found, other))


# -- moving and calling off ------------------------------------------------------------------------------------


@feature.action("move")
async def move(ctx: Context) -> Card | None:
    """Ask which other day."""
    found = await _allowed(ctx, Act.MOVE)
    return cards.another_day(found, ctx.couple, rules.shown_at(found.at, ctx.me.zone))


@feature.action("moved")
async def moved(ctx: Context) -> Card | None:
    """The other day is proposed; the earlier one stands no more."""
    found = await _allowed(ctx, Act.MOVE)
    at = _day(ctx, ctx.field("when"))
    if at == found.at:
        raise Refused("outing-same-day", field="when")
    key = "outing-asked-other" if found.state is State.PROPOSED else "outing-asked-moved"
    return await _put_forward(ctx, found, at, key)


@feature.action("call-off")
async def call_off(ctx: Context) -> Card | None:
    """Ask once more."""
    return cards.sure(await _allowed(ctx, Act.CALL_OFF), ctx.couple)


@feature.action("called-off")
async def called_off(ctx: Context) -> Card | None:
    """It is off, or the proposal is taken back; the other hears so."""
    found = await _allowed(ctx, Act.CALL_OFF)
    await ctx.drop_timers(found.id)
    await store.move(ctx.tx, found, State.CALLED_OFF, ctx.now)
    await _tell(ctx, found, "outing-off" if found.state is State.PLANNED else "outing-taken-back")
    return card(line("outing-off-mine"), rows=[cards.back()], slot=cards.slot(found.id, ctx.me))


# -- reading ---------------------------------------------------------------------------------------------------


@feature.action("list")
async def list_(ctx: Context) -> Card | None:
    """A page of what lies ahead."""
    return await _list(ctx, int(ctx.args.get("page", "0")))


async def _list(ctx: Context, page: int) -> Card:
    both = ctx.couple
    found = await store.ahead(ctx.tx, both.id, both.me.id, page, ctx.now, alone=not both.together)
    return cards.listed(found, page)


@feature.action("show")
async def show(ctx: Context) -> Card | None:
    """One date as it stands, with what this person can do."""
    found, couple = await _find(ctx), ctx.couple
    if not rules.visible(found, couple):
        raise Refused(MOVED_ON)
    if found.state is State.DRAFT:
        return cards.draft(found, couple)
    if found.state is State.PROPOSED:
        return cards.proposed(found, couple) if found.proposer_id == couple.me.id else cards.asked(found, couple)
    if found.state is State.PLANNED and found.at > ctx.now:
        return cards.planned(found, couple)
    raise Refused(MOVED_ON)


@feature.action("kinds")
async def kinds(ctx: Context) -> Card | None:
    """Which kind of idea?"""
    _ = ctx.couple
    return cards.kinds()


@feature.action("idea")
async def idea(ctx: Context) -> Card | None:
    """An idea of a kind: the first by chance, then one after the other."""
    content, kind = ctx.desk.content, ctx.args["kind"]
    begin = ideas.first(content, kind, ctx.desk.chance.fraction())
    number, text = ideas.idea(content, kind, int(ctx.args.get("number", begin)))
    return cards.idea(kind, number, text)


# -- for guides, /today and calendars --------------------------------------------------------------------------


@feature.agreement("date")
async def agree(ctx: Context, person: Person, text: str) -> Card:
    """What a guide's "agree" step makes of somebody's wish: the form with their words in it, and the way to ideas."""
    both = ctx.partnership if ctx.partnership is not None else await couple_of(ctx.tx, person)
    if both is None:
        raise Refused("pair-first")
    words, when = rules.split(text, person.language, person.zone, ctx.now)
    shown = cards.form([_intro(both.seen_by(person.id))], words, when)
    return replace(shown, rows=[[cards.look("outing-idea", "kinds")]])


@feature.open_today
async def today(ctx: Context) -> Sequence[Card]:
    """What the other has proposed and I have not answered."""
    both = ctx.partnership
    if both is None or not both.together:
        return []
    found = await store.standing(ctx.tx, both.id, State.PROPOSED, ctx.now, ctx.now + rules.AHEAD * 10)
    return [replace(cards.asked(one, both), anew=True) for one in found if one.proposer_id != both.me.id]


@feature.on_calendar
async def calendar(ctx: Context) -> Sequence[CalendarEntry]:
    """The dates that stand."""
    both = ctx.partnership
    if both is None:
        return []
    found = await store.standing(ctx.tx, both.id, State.PLANNED, ctx.now, ctx.now + rules.AHEAD)
    return [
        CalendarEntry(one.at, Own(one.words), f"outing:{one.id}", rules.LASTS)
        for one in found
        if rules.visible(one, both)
    ]
