"""What may be wrong with a guide's words: missing or too many, placeables nobody fills, texts too long for a chat."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bot.guides.faults import Fault
from bot.guides.kinds import Step
from bot.guides.script import NO_WORDS, Guide, GuideWords, StepWords

NAME_LENGTH: Final = 64
"""As long may a name be (`handlers.pairing` asks for fewer), and all that is put into a text is counted so."""

MESSAGE_LIMIT: Final = 2000
"""Discord's, in characters; Telegram's is 4096 (https://core.telegram.org/bots/api#sendmessage)."""

_HINT: Final = 120
"""Room for the line of ours that stands below a question."""

_LIST: Final = 400
_SAID: Final = ("say", "ask", "guess", "floor", "reveal", "chart", "share", "agree", "end")
_SILENT: Final = ("each", "turns", "chapter", "revisit", "branch")
_PLACEABLE: Final = re.compile(r"\{([^{}]*)\}")


def words_faults(guide: Guide) -> Iterator[Fault]:
    """Everything that is wrong with the words, language by language, and between languages."""
    if not guide.words:
        yield Fault("there is no file with words")
    for code, words in guide.words.items():
        file = f"{code}.yaml"
        yield from _step_ids(guide, words, file)
        yield from _head_faults(words, file)
        yield from _deck_faults(guide, words, file)
        for step in guide.steps.values():
            own = words.steps.get(step.id, NO_WORDS)
            for part, text in (*_missing(step, own), *_superfluous(step, own), *_placeables(guide, step, own)):
                yield Fault(f"steps.{step.id}.{part}{text}", ("steps", step.id, *part.split(".")), file)
            if long := _too_long(guide, words, step, own):
                yield Fault(f"steps.{step.id}.{long}", ("steps", step.id, long.split(" ")[0]), file)
    for step_id in guide.steps:
        yield from _differing(guide, step_id)


def _step_ids(guide: Guide, words: GuideWords, file: str) -> Iterator[Fault]:
    for name in sorted(words.steps.keys() - guide.steps.keys()):
        yield Fault(f"{name} is no step", ("steps", name), file)


def _head_faults(words: GuideWords, file: str) -> Iterator[Fault]:
    for part in ("title", "about", "door"):
        text: str = getattr(words, part)
        if not text.strip():
            yield Fault(f"{part} is missing", (part,), file)
        if "{" in text or "}" in text:
            yield Fault(f"{part}: nothing is filled in here, so it can hold no braces", (part,), file)


# -- what must be there, and what must not ---------------------------------------------------------------------


def _missing(step: Step, own: StepWords) -> Iterator[tuple[str, str]]:
    """Parts of a step's words that it needs, with what is wrong with them."""
    if not own.text.strip() and step.kind in _SAID:
        yield "text", " is missing"
    for value in sorted(_labels(step) - own.options.keys()):
        yield f"options.{value}", " is missing"
    told = (step.ask is not None and step.ask.visible != "private") or step.guess is not None
    if told and "{value}" not in own.shown:
        yield "shown", " is missing, or lacks {value}"
    if step.ask is not None and step.ask.notice and own.notice is None:
        yield "notice", " is missing"


def _labels(step: Step) -> set[str]:
    """Everything that needs a label of its own."""
    wanted = set() if step.ask is None else set(step.ask.options)
    wanted |= set() if step.agree is None else {*step.agree.offer, "nothing"}
    return wanted | (set() if step.chart is None else set(step.chart.of))


def _superfluous(step: Step, own: StepWords) -> Iterator[tuple[str, str]]:
    for value in sorted(own.options.keys() - _labels(step)):
        yield f"options.{value}", " is no option"
    for value, label in own.options.items():
        if not label.strip() or _PLACEABLE.search(label) or "\n" in label:
            yield f"options.{value}", ": a label is one line of plain words"
    if step.kind in _SILENT and own.text:
        yield "text", f" is never said: {step.kind} has no words"
    if own.other and step.role is None:
        yield "other", " is never said: the step is for no role"
    if own.shown and not (step.ask or step.guess or step.wait):
        yield "shown", " is never said: nothing is answered here"
    if own.notice is not None and (step.ask is None or not step.ask.notice):
        yield "notice", " is never used: the question has no notice: true"
    if own.notice is not None and not all(word.strip() for word in own.notice.words):
        yield "notice", ".words holds an empty one"


# -- placeables ------------------------------------------------------------------------------------------------


def _placeables(guide: Guide, step: Step, own: StepWords) -> Iterator[tuple[str, str]]:
    """Parts of a step's words whose braces hold what nobody fills in."""
    known = _known(guide, step)
    shown = {"until"} | set(guide.roles_at(step.id)) if step.wait else (known | {"value"}) - {"list"}
    parts = {"text": frozenset() if step.wait else known, "other": known, "shown": frozenset(shown)}
    for part, may in parts.items():
        text: str = getattr(own, part)
        for name in sorted(set(_PLACEABLE.findall(text)) - may):
            yield part, f": {{{name}}} is unknown here{_hint(may)}"
        if any(brace in _PLACEABLE.sub("", text) for brace in "{}"):
            yield part, ": a brace is not closed"
    if own.notice is not None and set("{}") & set(own.notice.text):
        yield "notice.text", ": nothing is filled in here, so it can hold no braces"


def _hint(may: frozenset[str]) -> str:
    return f" (there may be {', '.join(f'{{{one}}}' for one in sorted(may))})" if may else " (nothing is filled in)"


def _known(guide: Guide, step: Step) -> frozenset[str]:
    """What is filled into the text of a step."""
    in_room = step.chart is not None or (step.say is not None and step.say.to == "room")
    known = {*guide.roles_at(step.id), *guide.structure.decks}
    known |= set() if in_room else {"name", "partner"}
    if (step.ask and step.ask.listed) or (step.say and step.say.listed):
        known.add("list")
    parent = guide.parents.get(step.id)
    if parent is not None and guide.steps[parent].each is not None:
        known.add("item")
    return frozenset(known)


def _differing(guide: Guide, step_id: str) -> Iterator[Fault]:
    """Parts of a step's words into which the languages put different things."""
    for part in ("text", "other", "shown"):
        used = {}
        for code, words in guide.words.items():
            text: str = getattr(words.steps.get(step_id, NO_WORDS), part)
            used[code] = frozenset(_PLACEABLE.findall(text))
        if len(set(used.values())) > 1:
            yield Fault(f"steps.{step_id}.{part}: the languages use different placeables", ("steps", step_id))


# -- decks -----------------------------------------------------------------------------------------------------


def _deck_faults(guide: Guide, words: GuideWords, file: str) -> Iterator[Fault]:
    decks = guide.structure.decks
    for name in sorted(words.decks.keys() - decks.keys()):
        yield Fault(f"decks.{name} is no deck", ("decks", name), file)
    for name, depths in decks.items():
        wanted = {card for cards in depths.values() for card in cards}
        own: Mapping[str, str] = words.decks.get(name, {})
        for card in sorted(wanted - {card for card, text in own.items() if text.strip()}):
            yield Fault(f"decks.{name}.{card} is missing", ("decks", name, card), file)
        for card in sorted(own.keys() - wanted):
            yield Fault(f"decks.{name}.{card} is no card", ("decks", name, card), file)
        for card, text in own.items():
            if set("{}") & set(text):
                yield Fault(
                    f"decks.{name}.{card}: nothing is filled into a card, so it can hold no braces",
                    ("decks", name, card),
                    file,
                )
        if not any(f"{{{name}}}" in step.text + step.other for step in words.steps.values()):
            yield Fault(f"decks.{name} is drawn, but no text has {{{name}}}", ("decks", name), file)


# -- length ----------------------------------------------------------------------------------------------------


def _too_long(guide: Guide, words: GuideWords, step: Step, own: StepWords) -> str:
    """Which part would not fit into one message once long names are filled in; "" if all do."""
    decks = {
        name: max((len(text) for text in words.decks.get(name, {}).values()), default=0)
        for name in guide.structure.decks
    }
    for part in ("text", "other"):
        text: str = getattr(own, part)
        length = len(_PLACEABLE.sub("", text)) + _HINT
        for name in _PLACEABLE.findall(text):
            length += decks.get(name, _LIST if name in ("list", "item") else NAME_LENGTH)
        if length > MESSAGE_LIMIT:
            return f"{part} would have up to {length} characters, and a message on Discord holds {MESSAGE_LIMIT}"
    if step.wait is not None and len(own.text) > 200:
        return f"text has {len(own.text)} characters, and a prompt at most 200"
    return ""
