"""Charting: a plot becomes a chart in its reader's language, and the same in words for those who can't see it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from bot.cards import Plot
from bot.content import Arg, Content, Own, Reader, line
from bot.model import Chart, Series

ALT_LIMIT: Final = 900
"""Characters of a chart's words: with a sentence of the card's own they fit under a picture on every platform."""

MOST_SAID: Final = 20
"""Days whose values are told one by one; of more, nobody wants to hear them all."""

_DAY: Final = "d MMM"
"""The day before the month in every language of ours; the month's name, cut short, is the language's."""


def charted(content: Content, plot: Plot, reader: Reader) -> Chart:
    """The chart that a plot is to its reader: days in their zone, and every word in their language."""
    days = tuple(_day(at, reader) for at in plot.times)
    series = tuple(
        Series(content.plain(label, reader), tuple(_known(value) for value in values)) for label, values in plot.series
    )
    title = content.plain(plot.title, reader)
    whole = Chart(title, days, series, plot.low, plot.high, "")
    return Chart(title, days, series, plot.low, plot.high, _Words(content, reader).of(whole))


def _known(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _day(at: int, reader: Reader) -> str:
    moment = datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(reader.zone))
    return str(format_date(moment, _DAY, locale=Locale.parse(reader.language)))


@dataclass(frozen=True, slots=True)
class _Words:
    """Says a chart in words."""

    content: Content
    reader: Reader

    def of(self, chart: Chart) -> str:
        """The title, the scale, and each line: its values where there is room for them, else how it went."""
        head = self._read("chart-alt", title=Own(chart.title), low=chart.low, high=chart.high)
        if len(chart.days) <= MOST_SAID:
            full = "\n".join([head, *(self._line(one, chart.days) for one in chart.series)])
            if len(full) <= ALT_LIMIT:
                return full
        short = "\n".join([head, *(self._gist(one, chart.days) for one in chart.series)])
        return short if len(short) <= ALT_LIMIT else short[: ALT_LIMIT - 1].rstrip() + "…"

    def _line(self, one: Series, days: Sequence[str]) -> str:
        points = _points(one, days)
        if not points:
            return self._read("chart-line-empty", label=Own(one.label))
        said = (self._read("chart-value", day=day, value=self._number(value)) for day, value in points)
        return self._read("chart-line", label=Own(one.label), values=Own(", ".join(said)))

    def _gist(self, one: Series, days: Sequence[str]) -> str:
        points = _points(one, days)
        if not points:
            return self._read("chart-line-empty", label=Own(one.label))
        (first_day, first), (last_day, last) = points[0], points[-1]
        values = [value for _, value in points]
        return self._read(
            "chart-line-gist",
            label=Own(one.label),
            count=len(points),
            first_day=first_day,
            first=self._number(first),
            last_day=last_day,
            last=self._number(last),
            least=self._number(min(values)),
            most=self._number(max(values)),
        )

    def _number(self, value: float) -> str:
        return str(format_decimal(value, "0.#", locale=Locale.parse(self.reader.language)))

    def _read(self, key: str, **args: Arg) -> str:
        """Without the isolates around what is put in: they would use up the room, and read aloud they are nothing."""
        return self.content.plain(line(key, **args), self.reader).replace("\u2068", "").replace("\u2069", "")


def _points(one: Series, days: Sequence[str]) -> list[tuple[str, float]]:
    return [(day, value) for day, value in zip(days, one.values, strict=False) if value is not None]
