"""Pure decisions of pairing: zones as people name them."""

from __future__ import annotations

import unicodedata
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

NAME_LENGTH = 40
CODE_LENGTH = 12
OPEN_CHAT = "open"
"""What follows /start when somebody came by a link that only opens the direct chat."""

ADDED = "here"
"""What follows /start in a group to which the bot was added by the link that asks for a place of the two."""


def zone_named(text: str) -> str | None:
    """The time zone somebody means by "Europe/Madrid", "madrid", "New York", "México" or "UTC"; None if unclear.

    A country counts where all of it keeps one time.
    """
    return _zones().get(_plain(text))


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.strip().casefold())
    return " ".join("".join(one for one in bare if not unicodedata.combining(one)).replace("_", " ").split())


@cache
def _zones() -> dict[str, str]:
    """Every name we know for a zone. Cities win over countries, and those over the older names of zones."""
    known = available_timezones()
    names = {_plain(zone): zone for zone in sorted(known)}
    locales = [Locale("en"), Locale("es")]
    by_country = {
        where: [zone for zone in zones if zone in known] for where, zones in get_global("territory_zones").items()
    }
    for territory, zones in by_country.items():
        if len(zones) == 1:
            names.update({_plain(locale.territories.get(territory, territory)): zones[0] for locale in locales})
    for zone in sorted({zone for zones in by_country.values() for zone in zones if "/" in zone}):
        names[_plain(zone.rsplit("/", 1)[1])] = zone
        for locale in locales:
            names[_plain(get_timezone_location(zone, locale=locale, return_city=True))] = zone
    return names
