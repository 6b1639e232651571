"""The tables of the house. A feature declares its own, in its `store.py`.

Ids are text made by the application, instants are integer UTC milliseconds, yes/no is 1/0. Columns of kind
`kept` hold what a person wrote or what names them: bytes, sealed on the way in (see `bot.store.seal`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypedDict, Unpack


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `of` names what it refers to ("persons.id"); it goes when that goes."""

    name: str
    kind: Literal["text", "whole", "kept"]
    of: str = ""
    primary_key: bool = False
    nullable: bool = False
    unique: bool = False
    index: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """An index over several columns; one of no name is named after them."""

    columns: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Unique:
    """Columns that together stand once."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table and its parts."""

    name: str
    parts: tuple[Column | Index | Unique, ...]


TABLES: Final[dict[str, Table]] = {}
"""Every table by its name. `bot.store.metadata` makes them SQLAlchemy's."""


def table(name: str, *parts: Column | Index | Unique) -> None:
    """Declare a table whose columns hold only what they say (STRICT on SQLite; always so on PostgreSQL)."""
    assert name not in TABLES, f"{name} is declared twice"
    TABLES[name] = Table(name, parts)


class _Options(TypedDict, total=False):
    primary_key: bool
    nullable: bool
    unique: bool
    index: bool


def text(name: str, of: str = "", **options: Unpack[_Options]) -> Column:
    """A column for ids, names of ours and JSON of ours; never for what a person wrote."""
    return Column(name, "text", of, **options)


def whole(name: str, **options: Unpack[_Options]) -> Column:
    """A column for whole numbers: instants, counts, yes/no."""
    return Column(name, "whole", **options)


def kept(name: str, **options: Unpack[_Options]) -> Column:
    """A column for what a person wrote: takes `Words`, gives `str`."""
    return Column(name, "kept", **options)


def of(target: str) -> str:
    """A reference ("persons.id") that goes when its target goes."""
    return target


table("meta", text("name", primary_key=True), text("value"))

table("inbox", text("key", primary_key=True), whole("at"), Index(("at",)))

table(
    "places",
    text("id", primary_key=True),
    text("platform"),
    text("address"),
    text("kind"),  # direct | shared | visit
    text("state"),  # open | closed
    whole("last_seq"),
    whole("hold_until"),
    Unique(("platform", "address")),
)

table(
    "persons",
    text("id", primary_key=True),
    kept("name"),
    text("language"),
    text("zone"),
    text("place_id", of("places.id"), index=True),
    whole("quiet_from"),  # minutes after local midnight; equal to quiet_to: no quiet hours
    whole("quiet_to"),
    whole("created_at"),
)

table(
    "accounts",
    text("platform", primary_key=True),
    text("account", primary_key=True),
    text("person_id", of("persons.id"), index=True),
)

table("rooms", text("id", primary_key=True), text("language"), text("zone"))

table(
    "room_places",
    text("room_id", of("rooms.id"), primary_key=True),
    text("place_id", of("places.id"), primary_key=True),
)

table(
    "couples",
    text("id", primary_key=True),
    text("room_id", of("rooms.id")),
    whole("created_at"),
    whole("ended_at", nullable=True),
)

table(
    "members",
    text("couple_id", of("couples.id"), primary_key=True),
    text("person_id", of("persons.id"), primary_key=True, index=True),
    whole("left_at", nullable=True),
    whole("closed_at", nullable=True),  # when the couple closed for this one: at once, or after the silence
)

table(
    "buttons",  # one row a message: what each of its buttons (and its form) means
    text("token", primary_key=True),
    text("actions"),
    text("holder", index=True),  # "person:ID", "couple:ID", or "account:platform:ID" for who is no person yet
    text("act_id", index=True),
    whole("expires_at"),
)

table(
    "presses",
    text("token", of("buttons.token"), primary_key=True),
    whole("number", primary_key=True),
    text("person", primary_key=True),
)

table(
    "questions",
    text("place_id", of("places.id"), primary_key=True),
    text("token", of("buttons.token")),
    whole("number"),
)

table(
    "outbox",
    text("id", primary_key=True),
    text("place_id", of("places.id")),
    whole("seq"),
    text("act"),  # say | edit | delete | open
    whole("lane"),
    text("state"),  # queued | doing | done | unknown | dead | waiting (for its person to come by)
    kept("body", nullable=True),
    text("slot", nullable=True),
    text("target", nullable=True),  # the act whose message this one replaces
    text("couple_id", nullable=True, index=True),
    text("audience", nullable=True),  # accounts that may read it, when nobody else may
    text("then_action", nullable=True),
    text("then_args", nullable=True),
    whole("essential"),
    whole("private"),  # 1: for one reader of a place that others read
    whole("prompt"),  # 1: welcome for half a day, and outside quiet hours only
    whole("tries"),
    whole("not_before"),
    whole("deadline"),
    whole("created_at"),
    whole("doubt_at", nullable=True),  # since when it may have been done without our knowing
    whole("waits"),  # 1: where its place is closed, it waits for its person to come by
    text("via", nullable=True),  # how the event may be answered that it answers, as its platform says; until it is
    text("asker", nullable=True),  # the account whose event that was
    text("ref"),  # what the platform calls it, once it is there
    Unique(("place_id", "seq")),
    Index(("state", "lane", "id"), "ix_outbox_claim"),
    Index(("place_id", "state", "seq"), "ix_outbox_place"),
    Index(("place_id", "slot"), "ix_outbox_slot"),
    Index(("target",), "ix_outbox_target"),
)

table(
    "timers",
    text("id", primary_key=True),
    text("key", unique=True),
    text("kind"),
    text("subject", index=True),
    text("couple_id", nullable=True, index=True),
    text("person_id", nullable=True, index=True),
    text("data"),
    whole("tries"),
    whole("due_at"),
    Index(("due_at", "id"), "ix_timers_due"),
)

table("guides", text("digest", primary_key=True), text("name"), text("body"))

table(
    "runs",
    text("id", primary_key=True),
    text("guide"),
    text("digest", of("guides.digest")),
    text("couple_id", of("couples.id"), nullable=True, index=True),
    text("place_id", of("places.id"), nullable=True, index=True),  # the couple's place in which all of it happens
    kept("state"),
    text("status"),  # open | over
    whole("shown_at", nullable=True),  # when something of it was last shown to both
    text("then_action", nullable=True),
    text("then_args", nullable=True),
    whole("started_at"),
    whole("ended_at", nullable=True),
)

table(
    "run_people",
    text("run_id", of("runs.id"), primary_key=True),
    text("person_id", of("persons.id"), primary_key=True, index=True),
)

table(
    "answers",
    text("run_id", of("runs.id"), primary_key=True),
    text("step", primary_key=True),
    text("item", primary_key=True),
    text("person_id", of("persons.id"), primary_key=True, index=True),
    kept("value"),
)

table(
    "drawn_cards",  # which cards of a guide's decks a couple, or somebody alone, has had
    text("owner_id", primary_key=True),
    text("guide", primary_key=True),
    text("deck", primary_key=True),
    text("card", primary_key=True),
)

table(
    "measures",  # what both said on a scale of 1 to 5, added up: never one of them alone
    text("couple_id", of("couples.id"), primary_key=True),
    text("name", primary_key=True),
    whole("at", primary_key=True),
    whole("total"),
)

table(
    "offers_over",  # what somebody was offered once and put aside for good
    text("person_id", of("persons.id"), primary_key=True),
    text("offer", primary_key=True),
)
