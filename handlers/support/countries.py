"""Which country somebody means: by their zone, or by a name they type. The names are Unicode's (CLDR, by babel)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Final

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages
from babel.localedata import exists

SUGGESTIONS: Final = 3

# What people type and CLDR doesn't have. Read, never said, so it stands here and not in content/.
_ALSO: Final = {
    "GB": "uk|england|scotland|wales|northern ireland|great britain|britain|inglaterra|escocia|gales|gran bretana",
    "US": "usa|america|united states of america|eeuu|ee uu|estados unidos de america",
    "NL": "holland|holanda",
    "CZ": "czech republic|republica checa",
    "KR": "korea|corea",
    "DO": "dominicana",
    "NZ": "aotearoa",
}


def of_zone(zone: str) -> str:
    """The country of a time zone ("Europe/Madrid" → "ES"); "" where it names none."""
    code = get_global("zone_territories").get(get_global("zone_aliases").get(zone, zone), "")
    return code if len(code) == 2 and code != "ZZ" else ""


def name(code: str, language: str) -> str:
    """What a country is called in a language."""
    return str(_territories(language).get(code, code))


def language_name(code: str, language: str) -> str:
    """What a language is called in a language."""
    return str(Locale.parse(language).languages.get(code, code))


def found(text: str, languages: Collection[str], listed: Collection[str]) -> tuple[str, ...]:
    """The country that a text names, alone; else those it comes near to; else none.

    It is understood in every one of `languages`, by its two-letter code, and, for the countries `listed`, in their
    own languages.
    """
    typed = _folded(text)
    known = _known(tuple(languages), tuple(listed))
    if typed in known:
        return (known[typed],)
    near = [known[one] for one in get_close_matches(typed, known, 2 * SUGGESTIONS, 0.7)]
    begun = [code for called, code in known.items() if len(typed) >= 3 and called.startswith(typed)]
    return tuple(dict.fromkeys(begun + near))[:SUGGESTIONS]


def _folded(text: str) -> str:
    """Without case, accents and punctuation: "México " and "mexico" are one."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return re.sub(r"[^\w]+", " ", bare).strip()


@cache
def _territories(language: str) -> Mapping[str, str]:
    return {code: each for code, each in Locale.parse(language).territories.items() if _is_country(code)}


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ", "XA", "XB", "QO")


@cache
def _known(languages: tuple[str, ...], listed: tuple[str, ...]) -> Mapping[str, str]:
    known = {code.lower(): code for code in _territories("en")}
    for code in listed:
        for language in filter(exists, get_official_languages(code)):
            known[_folded(name(code, language))] = code
    for language in languages:
        known |= {_folded(each): code for code, each in _territories(language).items()}
    return known | {each: code for code, also in _ALSO.items() for each in also.split("|")}
