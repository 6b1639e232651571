"""Pairing: saying yes to Troth, inviting a partner, accepting, and leaving."""

from __future__ import annotations

from bot import codes
from bot.cards import Card, Entry, Sheet, Tap, card
from bot.content import Link, Name, Own, Phrase, When, line
from bot.couples import Person, accounts_of, couple, couple_of, person
from bot.errors import Refused
from bot.feature import Context, Feature, Needs
from bot.model import Address
from bot.rooms import know_place, link_place, place
from handlers.pairing import rules, store

feature = Feature("pairing")


@feature.command("start", Needs.NOBODY)
async def start(ctx: Context) -> Card | None:
    """Say what Troth does, and ask the little it needs."""
    if ctx.text == rules.OPEN_CHAT:
        ctx.text = ""
    if ctx.text == rules.ADDED and ctx.place is not None and ctx.place.address.kind == "shared":
        return await ctx.house.commands["here"].handler(ctx)
    if ctx.actor is None:
        return _welcome(ctx, code=ctx.text)
    if ctx.text:
        return await _invited(ctx, ctx.text)
    change = Tap(line("start-change"), "pairing.change", again=True)
    return card(line("start-again", name=Own(ctx.me.name)), rows=[[change]])


def _welcome(ctx: Context, **args: str) -> Card:
    """The form that makes a person. Nothing is kept before it is sent."""
    _unseen_only(ctx)
    assert ctx.sender is not None
    adult = Entry("adult", line("start-adult"), "choice", [("yes", line("yes")), ("no", line("no"))])
    entries = (*_about(ctx, ctx.sender.name, ctx.sender.zone), adult)
    return Card([line("start-welcome")], sheet=Sheet(entries, line("start-submit"), "pairing.begin", args))


def _about(ctx: Context, name: str, zone: str) -> tuple[Entry, ...]:
    """The questions about a person themselves."""
    languages = [(code, line(f"language-{code}")) for code in ctx.desk.content.languages]
    return (
        Entry("name", line("start-name"), value=name[: rules.NAME_LENGTH], max_length=rules.NAME_LENGTH),
        Entry("language", line("start-language"), "choice", languages, value=ctx.reader().language),
        Entry("zone", line("start-zone"), value=zone, hint=line("start-zone-hint"), max_length=60),
    )


@feature.action("change")
async def change(ctx: Context) -> Card | None:
    """Ask anew for what may change: name, language, zone."""
    entries = _about(ctx, ctx.me.name, ctx.me.zone)
    return Card([line("start-change-ask")], sheet=Sheet(entries, line("save"), "pairing.changed"))


@feature.action("changed")
async def changed(ctx: Context) -> Card | None:
    """Keep what has changed; everything said from here on follows it."""
    await store.change_person(
        ctx.tx, person_id=ctx.me.id, name=ctx.field("name"), language=ctx.field("language"), zone=_zone(ctx)
    )
    ctx.actor = await person(ctx.tx, ctx.me.id)
    return card(line("start-changed", name=Own(ctx.me.name)))


def _zone(ctx: Context) -> str:
    zone = rules.zone_named(ctx.field("zone"))
    if zone is None:
        raise Refused("zone-unknown", field="zone")
    return zone


@feature.action("begin")
async def begin(ctx: Context) -> Card | None:
    """Keep the person who filled in the form; go on with the invitation that brought them, if one did."""
    if ctx.field("adult") != "yes":
        return card(line("start-not-adult"))
    zone = _zone(ctx)
    if ctx.actor is None:
        await _keep_person(ctx, zone)
    if invitation := ctx.args.get("invitation"):
        return await _join(ctx, invitation)
    done = card(
        line("start-done", name=Own(ctx.me.name)),
        rows=[[Tap(line("pair-button"), "pairing.invite", again=True)]],
    )
    if code := ctx.args.get("code"):
        if not _direct(ctx):
            return card(line("start-kept", name=Own(ctx.me.name)), line("direct-only"))
        await ctx.reply(card(line("start-kept", name=Own(ctx.me.name))))
        ctx.message_id = None
        return await _invited(ctx, code)
    return done


async def _keep_person(ctx: Context, zone: str) -> None:
    assert ctx.sender is not None
    new_id = ctx.new_id()
    await store.add_person(
        ctx.tx,
        person_id=new_id,
        account=ctx.sender.account,
        place_id=(await ctx.own_place()).id,
        name=ctx.field("name"),
        language=ctx.field("language"),
        zone=zone,
        now=ctx.now,
    )
    ctx.actor = await person(ctx.tx, new_id)


@feature.command("pair", Needs.NOBODY)
async def pair(ctx: Context) -> Card | None:
    """`/pair` invites; `/pair CODE` looks at an invitation."""
    return await _invited(ctx, ctx.text) if ctx.text else await invite(ctx)


@feature.action("invite")
async def invite(ctx: Context) -> Card | None:
    """Make a code and a link for the partner to use, in this app or another that the bot is in."""
    me = ctx.me
    _unseen_only(ctx)
    if ctx.partnership is not None:
        raise Refused("already-paired")
    code = ctx.desk.chance.code()
    await store.invite(ctx.tx, new_id=ctx.new_id(), code=code, inviter_id=me.id, now=ctx.now)
    shown = codes.shown_code(code)
    ways = [line("pair-code", code=Own(shown), until=When(ctx.now + store.CODE_LIFE)), *_ways(ctx, shown)]
    return Card([*ways, line("pair-next")], anew=True)


def _ways(ctx: Context, code: str) -> list[Phrase]:
    """How a code is used in this app, and in each other one."""
    assert ctx.sender is not None
    here = ctx.sender.account.platform
    lines: list[Phrase] = []
    if pattern := ctx.house.capabilities(here).join_link:
        lines.append(line("pair-link", link=Link(pattern.replace("{code}", code))))
    elif pattern := ctx.house.capabilities(here).chat_link:
        lines.append(line("pair-chat", link=Link(pattern)))
    for platform, can in sorted(ctx.house.platforms.items()):
        app = can.title or platform
        if platform != here and can.join_link:
            lines.append(line("pair-link-other", app=app, link=Link(can.join_link.replace("{code}", code))))
        elif platform != here and can.name:
            lines.append(line("pair-name-other", app=app, name=Name(can.name)))
    return lines


def _direct(ctx: Context) -> bool:
    return ctx.place is not None and ctx.place.address.kind == "direct"


def _direct_only(ctx: Context) -> None:
    if not _direct(ctx):
        raise Refused("direct-only")


def _unseen_only(ctx: Context) -> None:
    """Refuse where others would see the answer."""
    if not ctx.answers_here:
        raise Refused("direct-only")


async def _invited(ctx: Context, typed: str) -> Card:
    """Show who invites, and what saying yes means. A wrong code is answered alike whatever is wrong with it."""
    _direct_only(ctx)
    assert ctx.sender is not None
    try_id = ctx.new_id()
    if not await codes.count_try(ctx.tx, new_id=try_id, account=ctx.sender.account, now=ctx.now):
        return card(line("code-tries"))
    code = codes.typed_code(typed, rules.CODE_LENGTH)
    found = None if code is None else await store.open_invitation(ctx.tx, ctx.now, code=code)
    if found is None:
        return card(line("code-wrong"))
    await codes.forget_try(ctx.tx, try_id)
    if ctx.actor is not None and found["inviter_id"] == ctx.actor.id:
        raise Refused("code-own")
    if ctx.partnership is not None:
        raise Refused("already-paired")
    inviter = await person(ctx.tx, found["inviter_id"])
    args = {"invitation": str(found["id"])}
    return card(
        line("invited", name=Own(inviter.name)),
        line("invited-stored"),
        rows=[
            [
                Tap(line("invited-accept"), "pairing.accept", args, "main", again=True),
                Tap(line("invited-decline"), "pairing.decline", args),
            ]
        ],
    )


@feature.action("accept")
async def accept(ctx: Context) -> Card | None:
    """The invited says yes: at once if they are known, after the few questions if not."""
    _direct_only(ctx)
    if ctx.actor is None:
        return _welcome(ctx, invitation=ctx.args["invitation"])
    return await _join(ctx, ctx.args["invitation"])


@feature.action("decline")
async def decline(ctx: Context) -> Card | None:
    """The invited says no. The one who invited is not told: to them it looks like an invitation not used."""
    if await store.open_invitation(ctx.tx, ctx.now, invitation_id=ctx.args["invitation"]):
        await store.close_invitation(ctx.tx, ctx.args["invitation"], "closed")
    return card(line("invited-declined"))


async def _join(ctx: Context, invitation_id: str) -> Card:
    found = await store.open_invitation(ctx.tx, ctx.now, invitation_id=invitation_id)
    if found is None:
        return card(line("code-wrong"))
    inviter = await person(ctx.tx, found["inviter_id"])
    if inviter.id == ctx.me.id:
        raise Refused("code-own")
    if ctx.partnership is not None or await couple_of(ctx.tx, inviter) is not None:
        return card(line("code-wrong") if ctx.partnership is None else line("already-paired"))
    await store.close_invitation(ctx.tx, invitation_id, "accepted")
    couple_id, room_id = ctx.new_id(), ctx.new_id()
    await store.add_couple(
        ctx.tx,
        couple_id=couple_id,
        room_id=room_id,
        members=(inviter.id, ctx.me.id),
        language=inviter.language,
        zone=inviter.zone,
        now=ctx.now,
    )
    ctx.partnership = both = await couple(ctx.tx, couple_id, ctx.me.id)
    await ctx.open_place(both, line("room-title"), "pairing.opened")
    rows = await _group_rows(ctx, inviter)
    await ctx.tell(inviter, card(line("paired", name=Own(ctx.me.name)), line("paired-next"), rows=rows))
    return card(line("paired", name=Own(inviter.name)), line("paired-next"), rows=rows)


async def _group_rows(ctx: Context, inviter: Person) -> list[list[Tap]]:
    """The button that adds the bot to a group of theirs, if both are in the app where that is."""
    assert ctx.sender is not None
    theirs = await accounts_of(ctx.tx, inviter.id)
    return ctx.group_rows() if any(one.platform == ctx.sender.account.platform for one in theirs) else []


@feature.action("opened")
async def opened(ctx: Context) -> Card | None:
    """The couple's own place is there: link it to their room."""
    assert ctx.partnership is not None
    made_on = ctx.args.get("platform") or (await place(ctx.tx, ctx.partnership.me.place_id)).address.platform
    there = await know_place(ctx.tx, Address(made_on, ctx.text, "shared"), ctx.new_id())
    await link_place(ctx.tx, ctx.partnership.room_id, there.id)
    await ctx.say(ctx.partnership, card(line("room-welcome")))
    return None


@feature.command("leave", discreet=True)
async def leave(ctx: Context) -> Card | None:
    """Ask once more, then leave."""
    rows = [[Tap(line("leave-yes"), "pairing.part"), Tap(line("leave-no"), "pairing.stay", style="quiet")]]
    return card(line("leave-sure", name=Own(ctx.couple.partner.name)), rows=rows)


@feature.action("stay")
async def stay(_ctx: Context) -> Card | None:
    """They thought better of it."""
    return card(line("leave-stayed"))


@feature.action("part")
async def part(ctx: Context) -> Card | None:
    """Leave: at once, and without a word to the other (SAFETY 4 and 5)."""
    both = ctx.couple
    await store.part(ctx.tx, couple_id=both.id, person_id=ctx.me.id, place_id=ctx.me.place_id, now=ctx.now)
    ctx.partnership = None
    if both.together:
        await ctx.timer(
            "pairing.close",
            both.id,
            ctx.now + store.SILENCE,
            f"close:{both.id}",
            person=both.partner,
            couple=both,
        )
    else:
        await store.close_for(ctx.tx, couple_id=both.id, person_id=ctx.me.id, now=ctx.now)
    return card(line("leave-done"))


@feature.timer("close")
async def close(ctx: Context) -> Card | None:
    """Two weeks after one left, the other is told, neutrally, that the link has ended."""
    assert ctx.actor is not None
    assert ctx.partnership is not None
    name = ctx.partnership.partner.name
    await store.close_for(ctx.tx, couple_id=ctx.partnership.id, person_id=ctx.actor.id, now=ctx.now)
    ctx.partnership = None
    await ctx.tell(ctx.actor, card(line("couple-closed", name=Own(name))))
    return None
