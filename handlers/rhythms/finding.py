"""Which guide somebody means, and when: "state of us sundays 18:00", by name or title, in any language. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from bot.errors import Refused
from bot.spoken import ParsedCadence, parse_cadence, plain

SURE: Final = 0.75
"""What is as near as this to one title, and nearer than to any other, is meant."""
LIKELY: Final = 0.45
"""What is as near as this is asked about."""
_SMALL: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "for",
        "to",
        "my",
        "our",
        "el",
        "la",
        "los",
        "las",
        "un",
        "una",
        "de",
        "del",
        "al",
        "mi",
        "nuestro",
        "nuestra",
    ]
)
_TIMES: Final = frozenset(
    [
        "daily",
        "weekly",
        "monthly",
        "day",
        "week",
        "month",
        "diario",
        "diaria",
        "semanal",
        "mensual",
        "dia",
        "semana",
        "mes",
        "cada",
    ]
)
# What is said of time; plain, and so without the s of many.
_TIMELY: Final = re.compile(
    r"\d{1,2}(?:st|nd|rd|th|o|a)?|first|second|third|fourth|last|primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|ultim[oa]"
    r"|every|each|cada|todo|toda|month|week|day|mes|mese|semana|dia|year|ano|twice|vece|time|and|y|at|on|en"
)
_ONE: Final = r"(?:\d{1,2}(?:st|nd|rd|th)?|first|second|third|fourth|last|primer[oa]?|segund[oa]|tercer[oa]?|ultim[oa])"
# "First and third monday", "el 1 y el 15", "twice a month".
_SEVERAL: Final = re.compile(
    rf"\b{_ONE}(?: \w+)? ?(?:and|y|&|\+|/) ?(?:the |el |on )*{_ONE}\b"
    r"|\b(?:twice|2 (?:times|veces)) (?:an?|each|every|per|por|al?|cada) (?:day|dia|month|mes)\b"
)
# How people say that it is for themselves alone.
_ALONE: Final = re.compile(
    r"\b(?:(?:just|only) )?for (?:me|myself)(?: alone| only)?\b|\b(?:just|only) me\b|\balone\b|\bon my own\b"
    r"|\b(?:solo )?para mi(?: sol[oa])?\b|\ba solas\b",
)
_BOTH: Final = re.compile(r"\b(?:for )?(?:the (?:two|both) of us|both of us|us both|both)\b|\bpara (?:los|las) dos\b")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed after /rhythm, as far as it is understood.

    `guides`: who may be meant, the nearest first; `sure`: it is the first. `when` is None where no time was said.
    """

    guides: tuple[str, ...]
    sure: bool
    when: ParsedCadence | None
    alone: bool | None = None
    said: str = ""
    """The words for when, as typed."""


def wanted(text: str, titles: Mapping[str, Sequence[str]], language: str) -> Wanted:
    """What `text` means; `titles` has every guide's titles by its name. Raises Refused "rhythm-not-understood".

    The guide may stand before the time or after it.
    """
    said, alone = _for_whom(text[:200])
    if (when := _when(said, language)) is not None:
        return Wanted((), sure=False, when=when, alone=alone, said=said)
    best, found = 0.0, None
    for head, tail in _splits(said.split()):
        when = _when(tail, language)
        if tail and when is None:
            continue
        near = nearest(head, titles)
        sure = bool(near) and near[0][1] >= SURE
        if (tail or not sure) and _cut_short(head, titles[near[0][0]] if near else ()):
            continue
        if near and near[0][1] > best:
            best = near[0][1]
            found = Wanted(tuple(name for name, _ in near), sure, when, alone, tail)
        elif tail and found is None:
            found = Wanted((), sure=False, when=when, alone=alone, said=tail)
    if found is None:
        raise Refused(not_understood(text))
    return found


def not_understood(text: str) -> str:
    """The sentence for words that are no rhythm: one that names what can be had where several dates were said."""
    return "rhythm-several" if _SEVERAL.search(plain(text[:200], "en")) else "rhythm-not-understood"


def _splits(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every way to part a text into a guide and a time, the guide before or after; the longest guide first."""
    for at in range(min(len(words), 12), 0, -1):
        yield " ".join(words[:at]), " ".join(words[at:])
        yield " ".join(words[-at:]), " ".join(words[:-at])


def _cut_short(head: str, titles: Sequence[str]) -> bool:
    """Whether words for a guide hold some for a time, which would be lost: "state of us 1st and | 15th 18:00"."""
    named = {word for title in titles for word in _tokens(title)}
    said = [word for word in _tokens(head) if word not in named]
    return any(_TIMELY.fullmatch(word) for word in said)


def nearest(text: str, titles: Mapping[str, Sequence[str]]) -> list[tuple[str, float]]:
    """The guides that a text may name and how near each is, from 0 to 1; the nearest first, the first three.

    One that two fit alike is no more than likely.
    """
    tokens = _tokens(text)
    scored = [(max(_score(tokens, _tokens(one)) for one in (name, *shown)), name) for name, shown in titles.items()]
    found = [(name, score) for score, name in sorted(scored, key=lambda pair: (-pair[0], pair[1])) if score >= LIKELY]
    if len(found) > 1 and found[0][1] - found[1][1] < 0.02 and found[0][1] < 1:
        found = [(name, min(score, SURE - 0.01)) for name, score in found]
    return found[:3]


def _score(said: Sequence[str], title: Sequence[str]) -> float:
    if not said or not title:
        return 0.0
    if said == title:
        return 1.0
    if not _TIMES.issuperset(said) and all(any(_alike(word, one) for one in title) for word in said):
        return SURE + 0.2 * min(len("".join(said)) / len("".join(title)), 1)
    ratio = SequenceMatcher(None, " ".join(said), " ".join(title)).ratio()
    return ratio if ratio > 0.8 else ratio * 0.9


def _alike(word: str, other: str) -> bool:
    return word == other or (len(word) >= 4 and other.startswith(word))


def _tokens(text: str) -> tuple[str, ...]:
    """The words that count, in small letters, without accents and without the s of many."""
    words = re.findall(r"[\w]+", plain(text.replace("-", " "), "en"))
    found = tuple(word.removesuffix("s") if len(word) > 3 else word for word in words if word not in _SMALL)
    return found or tuple(words)


def _for_whom(text: str) -> tuple[str, bool | None]:
    """The text without the words that say for whom, and whether it is for one alone (None: not said)."""
    bare = " ".join(text.replace("mí", "mi").split())
    for pattern, alone in ((_ALONE, True), (_BOTH, False)):
        if found := re.search(pattern.pattern, bare, re.IGNORECASE):
            return " ".join((bare[: found.start()] + bare[found.end() :]).split()).strip(" ,"), alone
    return bare, None


def _when(text: str, language: str) -> ParsedCadence | None:
    try:
        return parse_cadence(text.strip(" ,:;-–—"), language)
    except Refused:
        return None
