"""`troth content preview`: a guide played in the terminal, as two made-up people see it, over the real house.

The database is a temporary file, the clock stands still until somebody waits, and nothing leaves the machine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from bot import guides
from bot.app import DATABASE, App, build
from bot.buttons import hung_from
from bot.cards import Card
from bot.clock import DAY, HOUR, MINUTE, StillClock
from bot.content import Reader, When, worded
from bot.errors import BadContent, BadSettings
from bot.feature import Context, Feature, Needs
from bot.guides.script import Guide
from bot.model import Address, Command, Filled, FromPerson, Press, Text
from bot.previewing import Person, Seeded, Seen, Stage
from bot.store import Tx

ZONE: Final = "Europe/Madrid"
HELP: Final = """\
a 1          Ana presses button 1 of what she saw last (b: Ben)
a any words  Ana writes (a /today: a command)
wait         on to what time brings next
show         what each sees now, once more
quit         the end (Ctrl+D too)"""

_START: Final = 1_795_338_000_000
"""22 November 2026, 10:00 in Madrid: every preview begins then, so that one can be told from another by its words."""

_STEPS: Final = 600
"""As many acts has a walk at most; a guide that needs more leads round and round."""

_SIDE_WAYS: Final = frozenset({"later", "again", "stop", "stop-now", "more", "rewrite"})
"""What people may do beside going on; a walk leaves it out, or it would hardly end."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to play, for whom, and with which content. With a `seed`, people answer by themselves."""

    guide: str
    language: str = "en"
    outside: Path | None = None
    alone: bool = False
    seed: int | None = None


async def preview(wish: Wish, say: Callable[[str], None], typed: Callable[[], str | None]) -> bool:
    """Play a guide; returns whether it came to its end. `typed` gives what the author types, None when they leave.

    Raises BadContent (guides or words with faults), BadSettings (no such guide or language, or not for so many).
    """
    with tempfile.TemporaryDirectory(prefix="troth-preview-") as folder:
        stage, clock = Stage(), StillClock(_START)
        app = await build(Path(folder) / DATABASE, clock, Seeded(wish.seed), [stage], wish.outside, [feature])
        try:
            guide = _wished(app, wish)
            play = _Play(app, stage, clock, wish, guide, say)
            await play.set_up()
            if wish.seed is None:
                say(f"“{guide.words[wish.language].title}” begins. Type help to see what you can do.")
            await play.begin()
            await (play.by_hand(typed) if wish.seed is None else play.by_itself())
            return await play.over()
        finally:
            await app.stop()


def _wished(app: App, wish: Wish) -> Guide:
    library = app.house.part(guides.Library)
    if wish.language not in app.content.languages:
        raise BadSettings(f"There is no language {wish.language}: there are {', '.join(app.content.languages)}.")
    if wish.guide not in library.names:
        near = get_close_matches(wish.guide, library.names, 1)
        meant = f"is {near[0]} meant?" if near else f"there are {', '.join(sorted(library.names))}."
        raise BadSettings(f"There is no guide {wish.guide}: {meant}")
    guide = library[wish.guide]
    if wish.alone and guide.structure.people == "couple":
        raise BadSettings(f"The guide {guide.name} is for two (people: couple): leave --alone out.")
    return guide


feature = Feature("preview")


@feature.command("preview", Needs.PERSON)
async def _begin(ctx: Context) -> Card | None:
    guide = ctx.house.part(guides.Library)[ctx.text]
    alone = ctx.partnership is None or guide.structure.people == "one"
    return await guides.begin(ctx, guide.name, ctx.me if alone or ctx.partnership is None else ctx.partnership)


class _Play:
    """One guide being played."""

    def __init__(
        self, app: App, stage: Stage, clock: StillClock, wish: Wish, guide: Guide, say: Callable[[str], None]
    ) -> None:
        self._app = app
        self._stage = stage
        self._clock = clock
        self._wish = wish
        self._guide = guide
        self._say = say
        self._chance = Seeded(wish.seed)
        self._count = 0
        self.people = (Person("ana", "Ana"),) if wish.alone else (Person("ana", "Ana"), Person("ben", "Ben"))
        del app.house.commands["preview"]  # it is none of those that people have, and /help would look for its words

    # -- events ----------------------------------------------------------------------------------------------

    async def _happens(self, event: FromPerson) -> None:
        answer = await self._app.dispatch.emit(event)
        await self._app.run_due()
        if answer.note:
            self._say(f"  (to {event.sender.name}: {answer.note})")

    def _key(self) -> str:
        self._count += 1
        return f"typed-{self._count}"

    async def _types(self, person: Person, text: str, place: Address | None = None) -> None:
        sender, address = person.sender(self._wish.language, ZONE), place or person.address
        if text.startswith("/"):
            name, _, rest = text[1:].partition(" ")
            await self._happens(Command(self._key(), sender, address, name, rest.strip()))
        else:
            await self._happens(Text(self._key(), sender, address, text))

    async def _presses(self, person: Person, token: str, place: Address) -> None:
        await self._happens(Press(self._key(), person.sender(self._wish.language, ZONE), place, token))

    async def set_up(self) -> None:
        """Have them begin and link up, the way people do; of that nothing is shown."""
        self._stage.capabilities = replace(self._stage.capabilities, forms=True)
        for person in self.people:
            await self._types(person, "/start")
            form = self._stage.newest(person).message.form
            assert form is not None, "/start asks who they are"
            fields = {"name": person.name, "language": self._wish.language, "zone": ZONE, "adult": "yes"}
            sender = person.sender(self._wish.language, ZONE)
            await self._happens(Filled(self._key(), sender, person.address, form.token, fields))
        if len(self.people) > 1:
            ana, ben = self.people
            await self._types(ana, "/pair")
            code = next(one.text for one in self._stage.newest(ana).message.spans if one.style == "words")
            await self._types(ben, f"/pair {code}")
            await self._presses(ben, self._stage.newest(ben).message.rows[0][0].token, ben.address)
        self._stage.capabilities = replace(self._stage.capabilities, forms=False)
        self._stage.forget()

    async def begin(self) -> None:
        """Ana begins it: in their place, if it happens there."""
        here = self._stage.room if self._guide.structure.venue == "room" and len(self.people) > 1 else None
        await self._types(self.people[0], f"/preview {self._guide.name}", here)
        self._show(self._stage.fresh())

    async def over(self) -> bool:
        """Whether the guide has come to its end, for everybody."""

        async def look(tx: Tx) -> bool:
            row = await tx.one("SELECT id FROM runs WHERE status = 'open' AND guide = :name", name=self._guide.name)
            return row is None

        return await self._app.store.read(look)

    # -- by hand ---------------------------------------------------------------------------------------------

    async def by_hand(self, typed: Callable[[], str | None]) -> None:
        """Do what the author types, until they leave."""
        told = False
        while (said := typed()) is not None and said.strip().lower() not in ("quit", "exit", "q"):
            await self._do(said.strip())
            self._show(self._stage.fresh())
            if not told and await self.over():
                told = True
                self._say("(The guide has come to its end. What it left open can still be pressed; quit leaves.)")

    async def _do(self, said: str) -> None:
        word, _, rest = said.partition(" ")
        person = next((one for one in self.people if word.lower() in (one.id, one.id[0])), None)
        if word.lower() == "wait":
            if not await self._wait():
                self._say("Nothing more comes by itself.")
        elif word.lower() == "show":
            self._show([seen for one in self.people for seen in self._stage.seen_by(one)[-2:]])
        elif person is None or not rest.strip():
            self._say(HELP if said else "Type help to see what you can do.")
        elif rest.strip().isdigit():
            await self._press(person, int(rest))
        else:
            await self._types(person, rest.strip())

    async def _press(self, person: Person, number: int) -> None:
        buttons = self._stage.buttons.get(person.id, [])
        if 1 <= number <= len(buttons):
            seen, button = buttons[number - 1]
            await self._presses(person, button.token, seen.place)
        elif buttons:
            self._say(f"{person.name} has the buttons 1 to {len(buttons)}.")
        else:
            self._say(f"{person.name} has no button to press just now.")

    async def _wait(self) -> bool:
        """On to the next thing that time brings and somebody sees; whether there was one."""
        began = self._clock.instant
        while (due := await self._app.next_time()) is not None and due <= began + 400 * DAY:
            self._clock.instant = max(due, self._clock.instant)
            await self._app.run_due()
            if self._stage.changed or await self.over():
                now = worded(When(self._clock.instant), Reader("en", ZONE))
                self._say(f"  … {_length(self._clock.instant - began)} later: {now}")
                return True
        return False

    def _show(self, seen: list[Seen]) -> None:
        for line in self._stage.shown(seen, self.people):
            self._say(line)

    # -- by itself -------------------------------------------------------------------------------------------

    async def by_itself(self) -> None:
        """Let people answer until it is over. Raises BadContent where nobody can go on and nothing comes."""
        used: set[str] = set()
        for _ in range(_STEPS):
            if await self.over():
                self._say("(The guide has come to its end.)")
                return
            ways = [way for person in self.people for way in await self._ways(person, used)]
            if ways:
                person, text, token, place = ways[int(self._chance.fraction() * len(ways))]
                used.add(token or f"{person.id}:{place.id}:{self._stage.count}")
                self._say(f"> {person.name}: {text}")
                await (self._presses(person, token, place) if token else self._types(person, text))
            elif await self._wait():
                pass
            elif used:
                used.clear()  # what was pressed before may lead on now
            else:
                raise BadContent([f"{self._guide.name}: nobody can go on, and nothing comes by itself"])
            self._show(self._stage.fresh())
        raise BadContent([f"{self._guide.name}: after {_STEPS} answers it has not come to its end"])

    async def _ways(self, person: Person, used: set[str]) -> list[tuple[Person, str, str, Address]]:
        """What a person could do now: press what leads on, or answer what is asked."""
        ways: list[tuple[Person, str, str, Address]] = []
        waits = await self._waits_for_words(person)
        for seen in self._stage.open_for(person):
            buttons = [one for row in seen.message.rows for one in row if one.token not in used]
            leading = {one.token: await self._leads_on(one.token) for one in buttons}
            ways += [(person, one.label, one.token, seen.place) for one in buttons if leading[one.token]]
            asked = f"{person.id}:{seen.place.id}:{self._stage.count}"
            if waits and seen.message.open_question and seen.place == person.address and asked not in used:
                ways.append((person, self._words(seen), "", seen.place))
        return ways

    async def _waits_for_words(self, person: Person) -> bool:
        """Whether what they type would answer a question."""

        async def look(tx: Tx) -> bool:
            places = "SELECT id FROM places WHERE address = :address"
            row = await tx.one(f"SELECT token FROM questions WHERE place_id IN ({places})", address=person.id)  # noqa: S608
            return row is not None

        return await self._app.store.read(look)

    def _words(self, seen: Seen) -> str:
        day = self._app.content.raw("guide-answer-date", self._wish.language) or ""
        return "friday" if day in seen.message.plain() else f"Words number {self._count}."

    async def _leads_on(self, token: str) -> bool:
        """Whether a button is one of the guide's own, and no way aside."""

        async def look(tx: Tx) -> bool:
            base, _, number = token.rpartition(".")
            row = await tx.one("SELECT actions FROM buttons WHERE token = :token", token=base)
            if row is None:
                return False
            hung = hung_from(row["actions"], int(number), "tap", "step")
            if hung is None or hung.action == "asking":
                return hung is not None
            kind, _, name = hung.action.partition(".")
            aside = name in _SIDE_WAYS or (name == "share" and hung.args["how"] in ("", "kept"))
            return kind == "guides" and not aside and not (name == "agree" and hung.args["name"])

        return await self._app.store.read(look)


def _length(time: int) -> str:
    units = ((DAY, "days"), (HOUR, "hours"), (MINUTE, "minutes"))
    return next((f"{time / unit:.3g} {name}" for unit, name in units if time >= unit), "a moment")
