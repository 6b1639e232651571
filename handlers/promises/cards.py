"""How a promise looks to each of the two. No decisions here, and no rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from bot.cards import Card, Entry, Sheet, Tap
from bot.content import Line, Own, Phrase, When, line
from bot.couples import Couple, Person
from handlers.promises.base import quoted, visible
from handlers.promises.rules import Act, Answer, Promise, Round, State, may
from handlers.promises.store import Change
from handlers.promises.terms import LONGEST_TEXT, Kind, Review, Terms, shown_due

PLAN_LENGTH = 200
NOTE_LENGTH = 500
DATE_LENGTH = 100


def slot(promise_id: str, person: Person) -> str:
    """What a card about a promise is about. Each has their own, also where both read the same place."""
    return f"promise:{promise_id}:{person.id}"


def tap(
    key: str,
    action: str,
    promise: Promise,
    *,
    style: Literal["normal", "main", "quiet"] = "normal",
    again: bool = False,
    **args: str,
) -> Tap:
    """A button about one promise."""
    return Tap(line(key), f"promises.{action}", {"promise": promise.id, **args}, style, again)


def _card(promise: Promise, couple: Couple, lines: Sequence[Phrase], rows: Sequence[Sequence[Tap]] = ()) -> Card:
    return Card(lines, rows, slot=slot(promise.id, couple.me))


def words(promise: Promise, couple: Couple) -> list[Phrase]:
    """The promise itself, for whoever may see it."""
    text = quoted(promise, couple)
    return [] if text is None else [line("promise-words", text=text)]


def due(kind: Kind, terms: Terms) -> list[Phrase]:
    """When it is due, as an absolute date."""
    if terms.due_at is None:
        return []
    when = When(terms.due_at)
    if kind is Kind.STANDING and terms.repeat is not None:
        return [line("due-standing", every=line(f"due-every-{terms.repeat.review}"), when=when)]
    return [line(f"due-{kind}", when=when)]


def plan(promise: Promise, couple: Couple) -> list[Phrase]:
    """The author's if-then plan; the other never sees it."""
    if not promise.plan_if or promise.author_id != couple.me.id:
        return []
    return [line("promise-plan-shown", one=Own(promise.plan_if), other=Own(promise.plan_then))]


# -- drafts --------------------------------------------------------------------------------------------------


def draft(promise: Promise, couple: Couple) -> Card:
    """The author's draft: asks for the date, or how sure they are."""
    lines = [line("promise-draft"), *words(promise, couple)]
    if promise.due_at is None:
        days = [tap(f"due-{by}", "by", promise, by=by) for by in ("tomorrow", "week")]
        more = [tap(f"due-{by}", "by", promise, by=by) for by in ("every-week", "no-date")]
        other = [tap("due-other", "edit", promise, again=True), tap("cancel", "cancel", promise, style="quiet")]
        return _card(promise, couple, [*lines, line("due-by-when")], [days, more, other])
    lines += [*due(promise.kind, promise.terms), *plan(promise, couple)]
    sure = [Tap(line("promise-sure-tap", number=n), "promises.sure", {"promise": promise.id, "sure": str(n)})
            for n in range(1, 6)]  # fmt: skip
    change = [
        tap("promise-plan", "plan", promise, again=True),
        tap("promise-edit", "edit", promise, again=True),
    ]
    rest = [tap("promise-kind", "kinds", promise, again=True), tap("cancel", "cancel", promise, style="quiet")]
    return _card(promise, couple, [*lines, line("promise-sure", name=Own(couple.partner.name))], [sure, change, rest])


def smaller(promise: Promise, couple: Couple) -> Card:
    """Asked where the author isn't sure."""
    row = [
        tap("promise-rewrite", "edit", promise, style="main", again=True),
        tap("promise-as-it-is", "offer", promise),
        tap("cancel", "cancel", promise, style="quiet"),
    ]
    return _card(promise, couple, [*words(promise, couple), line("promise-smaller")], [row])


def kinds(promise: Promise, couple: Couple) -> Card:
    """Choose what sort of promise it is."""
    taps = [tap(f"promise-kind-{kind}", "kind", promise, kind=kind) for kind in Kind]
    lines = [*words(promise, couple), line("promise-kinds")]
    return _card(promise, couple, lines, [taps[:2], taps[2:], [tap("back", "show", promise, again=True)]])


def form(
    couple: Couple, title: str, action: str, promise: Promise | None, terms: Terms, kind: Kind, *, choose: bool = False
) -> Card:
    """The form for a promise's words and date; with `choose`, also for its kind (while it is a draft)."""
    due_at = None if kind is Kind.STANDING else terms.due_at
    by = "" if due_at is None else shown_due(due_at, couple.me.zone)
    entries = [Entry("text", line("promise-text"), "long", value=terms.text[:LONGEST_TEXT], max_length=LONGEST_TEXT)]
    if choose or kind is not Kind.STANDING:
        hint = line("promise-by-hint")
        entries.append(Entry("by", line("promise-by"), value=by, hint=hint, required=False, max_length=DATE_LENGTH))
    if choose:
        options = [(one.value, line(f"promise-kind-{one}")) for one in Kind]
        entries.append(Entry("kind", line("promise-kind-asked"), "choice", options, value=kind.value))
    if choose or kind is Kind.STANDING:
        every = [(one.value, line(f"due-every-{one}")) for one in Review]
        standing = kind is Kind.STANDING and terms.repeat is not None
        value = terms.repeat.review if standing and terms.repeat is not None else Review.MONTHLY
        entries.append(Entry("review", line("promise-review"), "choice", every, value=value.value, required=False))
    args = {} if promise is None else {"promise": promise.id}
    sheet = Sheet(entries, line("promise-form-send"), f"promises.{action}", args)
    return Card([line(title)], sheet=sheet, slot=None if promise is None else slot(promise.id, couple.me))


def plan_form(promise: Promise, couple: Couple) -> Card:
    """The form for an if-then plan."""
    entries = (
        Entry("one", line("promise-plan-if"), value=promise.plan_if, hint=line("promise-plan-if-hint"),
              max_length=PLAN_LENGTH),
        Entry("other", line("promise-plan-then"), value=promise.plan_then, hint=line("promise-plan-then-hint"),
              max_length=PLAN_LENGTH),
    )  # fmt: skip
    sheet = Sheet(entries, line("save"), "promises.keep-plan", {"promise": promise.id})
    return replace(_card(promise, couple, [line("promise-plan-why")]), sheet=sheet)


# -- offers --------------------------------------------------------------------------------------------------


def offered(promise: Promise, couple: Couple) -> Card:
    """What the author sees while their offer is open."""
    lines = [line("promise-offered", name=Own(couple.partner.name), until=When(promise.closes_at)),
             *words(promise, couple), *due(promise.kind, promise.terms)]  # fmt: skip
    rows = [[tap("promise-rewrite", "reoffer", promise, again=True), tap("promise-withdraw", "withdraw", promise)]]
    return _card(promise, couple, lines, rows)


def offer(promise: Promise, couple: Couple) -> Card:
    """What the other is asked."""
    key = "promise-offer-joint" if promise.kind is Kind.JOINT else "promise-offer"
    lines = [line(key, name=Own(couple.partner.name)), *words(promise, couple), *due(promise.kind, promise.terms)]
    version = str(promise.version)
    row = [
        tap("promise-accept", "accept", promise, style="main", version=version),
        tap("promise-suggest", "suggest", promise, again=True, version=version),
        tap("promise-not-now", "decline", promise, style="quiet", version=version),
    ]
    return _card(promise, couple, [*lines, line("promise-offer-next")], [row])


def suggestion(promise: Promise, couple: Couple) -> Card:
    """What the author reads when the other suggests a change."""
    lines: list[Phrase] = []
    if couple.together:
        lines = [line("promise-suggested", name=Own(couple.partner.name), note=Own(promise.note))]
    row = [
        tap("promise-rewrite", "reoffer", promise, style="main", again=True),
        tap("promise-keep-offer", "keep-offer", promise),
        tap("promise-withdraw", "withdraw", promise, style="quiet"),
    ]
    return _card(promise, couple, [*lines, *words(promise, couple), line("promise-suggested-next")], [row])


def passed_on(promise: Promise, couple: Couple) -> Card:
    """What the other sees while their suggestion is with the author."""
    lines = [*_named(promise, couple), *due(promise.kind, promise.terms)]
    return _card(promise, couple, [*lines, line("promise-note-open")])


# -- what holds ----------------------------------------------------------------------------------------------


def _heading(promise: Promise, couple: Couple) -> Line:
    if promise.kind is Kind.JOINT:
        return line("promise-of-both")
    if promise.author_id == couple.me.id:
        return line("promise-of-mine", name=Own(couple.partner.name))
    return line("promise-of-theirs", name=Own(couple.partner.name))


def _named(promise: Promise, couple: Couple) -> list[Phrase]:
    """Who promised, and what; nothing where its words may not be shown."""
    return [_heading(promise, couple), *words(promise, couple)] if visible(promise, couple) else []


def _history(log: Sequence[tuple[str, int]]) -> list[Phrase]:
    return [line(f"promise-log-{what}", day=When(day, "day")) for what, day in log]


def holds(
    promise: Promise, couple: Couple, change: Change | None, asked: Round | None, log: Sequence[tuple[str, int]]
) -> Card:
    """A promise in force, with what the one who looks can do."""
    lines = _named(promise, couple)
    lines += [line("promise-paused")] if promise.state is State.PAUSED else due(promise.kind, promise.terms)
    lines += plan(promise, couple)
    if change is not None and change.writer_id == couple.me.id:
        lines.append(line("promise-change-open"))
    first = [] if asked is None else [tap("promise-say-how", "ask", promise, style="main", again=True)]
    acts = (
        (Act.DONE, tap("promise-done", "done", promise, style="main")),
        (Act.RENEGOTIATE, tap("promise-renegotiate", "renegotiate", promise, again=True)),
        (Act.PAUSE, tap("promise-pause", "pause", promise)),
        (Act.RESUME, tap("promise-resume", "resume", promise, style="main")),
        (Act.WITHDRAW, tap("promise-withdraw", "withdraw", promise, style="quiet")),
        (Act.RELEASE, tap("promise-release", "release", promise)),
    )
    can = [one for act, one in acts if may(act, promise, couple.me.id) and not (asked and act is Act.DONE)]
    return _card(promise, couple, [*lines, *_history(log)], [first, can[:2], can[2:]])


def change_asked(promise: Promise, couple: Couple, change: Change) -> Card:
    """What the other is asked when a change is proposed."""
    lines: list[Phrase] = [line("promise-change", name=Own(couple.partner.name)), *words(promise, couple)]
    lines += due(promise.kind, promise.terms)
    lines += [line("promise-change-to"), line("promise-words", text=Own(change.terms.text))]
    lines += due(promise.kind, change.terms)
    number = str(change.version)
    row = [
        tap("promise-change-accept", "accept-change", promise, style="main", change=number),
        tap("promise-change-keep", "keep-old", promise, change=number),
    ]
    return _card(promise, couple, lines, [row])


def over(promise: Promise, couple: Couple, day: int, log: Sequence[tuple[str, int]]) -> Card:
    """A promise that is over."""
    ended = line("promise-ended", ended=line(f"promise-ended-{promise.state}", day=When(day, "day")))
    rows = (
        [[tap("promise-new-try", "new-try", promise, again=True)]] if may(Act.TRY_AGAIN, promise, couple.me.id) else []
    )
    return _card(promise, couple, [*_named(promise, couple), ended, *_history(log)], rows)


# -- was it kept? --------------------------------------------------------------------------------------------


def question(promise: Promise, couple: Couple, asked: Round, *, later: bool) -> Card:
    """How did it go? With `later`, it may also be asked tomorrow."""
    key = "due-question-standing" if promise.kind is Kind.STANDING else "due-question"
    number = str(asked.number)
    # Pressed again they say the same again, so no press is kept: which of the three it was would stand in it.
    row = [tap(f"due-tap-{answer}", "answer", promise, again=True, round=number, answer=answer) for answer in Answer]
    wait = [tap("due-tomorrow-again", "later", promise, style="quiet", round=number)] if later else []
    lines = [*(_named(promise, couple) or [line("due-now")]), line(key)]
    return _card(promise, couple, lines, [row, wait])


def sealed(promise: Promise, couple: Couple, asked: Round) -> Card:
    """What one sees who has spoken: nothing of what was said, nothing of the other."""
    row = [tap("due-take-back", "take-back", promise, round=str(asked.number))]
    return _card(promise, couple, [*words(promise, couple), line("due-sealed", until=When(asked.closes_at))], [row])


def outcome(promise: Promise, couple: Couple, ended: State, answers: Mapping[str, Answer]) -> Card:
    """What both hear once both have spoken, in the place they share."""
    lines: list[Phrase] = [line("promise-words", text=Own(promise.text))]
    if ended is State.SEEN_DIFFERENTLY:
        lines += [line("due-said", name=Own(person.name), answer=line(f"due-tap-{answers[person.id]}"))
                  for person in couple.both]  # fmt: skip
    lines.append(line(f"due-outcome-{ended}"))
    if promise.repeats and promise.due_at is not None:
        lines.append(line("due-next", when=When(promise.due_at)))
    row: list[Tap] = []
    if ended is not State.KEPT:
        row = [tap("due-talk", "talk", promise, style="main"), tap("due-rest", "rest", promise, style="quiet")]
        if not promise.repeats:
            row.insert(1, tap("promise-new-try", "new-try", promise, again=True))
    return Card(lines, [row], slot=f"promise:{promise.id}:both", anew=True, essential=True)
