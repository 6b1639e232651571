"""Drawing: a chart as a PNG. Whoever imports this pays for matplotlib, which takes more than a second."""

from __future__ import annotations

import base64
import math
import unicodedata
from collections.abc import Sequence
from io import BytesIO
from typing import Final

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ticker import FixedFormatter, FixedLocator
from PIL.Image import Dither, Quantize, frombuffer

from bot.model import Chart, Image, Series
from bot.painting.colours import EDGE, GRID, GROUND, INK, LINES, MARKERS, SOFT, STROKES

WIDTH: Final = 1000
HEIGHT: Final = 560
SCALE: Final = 200
"""Pixels, and pixels an inch: as sharp as a telephone's screen."""

TITLE_LINES: Final = 2
MOST_DAYS: Final = 6
MOST_TICKS: Final = 11
FEW_POINTS: Final = 16
"""So many points have room for markers of full size."""

_COLOURS: Final = 128
_LABEL: Final = 0.14
"""How much of the width the name of a day may take, with some air."""

_FONT: Final = "DejaVu Sans"
_KNOWN: Final = frozenset(get_font(findfont(FontProperties(family=_FONT))).get_charmap())
_SIDE: Final = 0.03
_INNER: Final = 1 - 2 * _SIDE
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def draw(chart: Chart) -> Image:
    """The chart as a picture of 1000 by 560 pixels, with its words. Nothing in it tells when or with what it was made.

    What the font has no shape for, such as emoji, is left out of the picture: `alt` has it.
    """
    figure = Figure(figsize=(WIDTH / SCALE, HEIGHT / SCALE), dpi=SCALE, facecolor=GROUND, edgecolor=EDGE, linewidth=2)
    canvas = FigureCanvasAgg(figure)
    top = _titled(figure, canvas, chart)
    many = len(chart.series)
    top = _named(figure, canvas, chart, top) if many > 1 else top
    axes = figure.add_axes((0.075, 0.12, 0.885, max(top - 0.04 - 0.12, 0.3)), facecolor=GROUND)
    _ruled(axes, chart)
    for number, one in enumerate(chart.series):
        _line(axes, number, one, len(chart.days))
    canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib's own
    return Image(base64.b64encode(_png(canvas)).decode(), chart.alt)


def _png(canvas: FigureCanvasAgg) -> bytes:
    """What was drawn, in few colours: a third of the bytes, and nobody sees the difference."""
    pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]  # matplotlib's own
    drawn = frombuffer("RGBA", canvas.get_width_height(), pixels)
    made = BytesIO()
    few = drawn.convert("RGB").quantize(_COLOURS, Quantize.FASTOCTREE, dither=Dither.NONE)
    few.save(made, "png", optimize=True)
    return made.getvalue()


# -- words -----------------------------------------------------------------------------------------------------


def _titled(figure: Figure, canvas: FigureCanvasAgg, chart: Chart) -> float:
    """Write the title, and return how far down it reaches (1 is the top)."""
    font = FontProperties(family=_FONT, size=12, weight="bold")
    lines = _wrapped(canvas, drawable(chart.title), font, _INNER * WIDTH, TITLE_LINES)
    top = 0.955
    for text in lines:
        figure.text(_SIDE, top, text, fontproperties=font, color=INK, va="top", parse_math=False)
        top -= 0.085
    return top


def _named(figure: Figure, canvas: FigureCanvasAgg, chart: Chart, top: float) -> float:
    """Say which line is which, in as many rows as it takes, and return how far down that reaches."""
    font = FontProperties(family=_FONT, size=9)
    left, row = _SIDE, top - 0.035
    sample, gap = 0.055, 0.03
    for number, one in enumerate(chart.series):
        words = drawable(one.label) or str(number + 1)
        text = _shortened(canvas, words, font, (_INNER - sample) * WIDTH)
        width = sample + 0.012 + _width(canvas, text, font) / WIDTH
        if left > _SIDE and left + width > 1 - _SIDE:
            left, row = _SIDE, row - 0.07
        patch = figure.add_axes((left, row - 0.03, sample, 0.06), frameon=False)
        patch.set_axis_off()
        patch.set(xlim=(0, 2), ylim=(0, 2))
        _strokes(patch, number, [0, 1, 2], [1, 1, 1], few=True, every=slice(1, 2))
        where = left + sample + 0.012
        figure.text(where, row, text, fontproperties=font, color=INK, va="center_baseline", parse_math=False)
        left += width + gap
    return row - 0.03


def drawable(text: str) -> str:
    """A text on one line, without what can't be drawn."""
    kept = (one for one in unicodedata.normalize("NFC", text) if one.isspace() or _can_be_drawn(one))
    return " ".join("".join(kept).split())


def _can_be_drawn(letter: str) -> bool:
    return ord(letter) in _KNOWN and unicodedata.category(letter) not in _UNSEEN


def _width(canvas: FigureCanvasAgg, text: str, font: FontProperties) -> float:
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]  # matplotlib's own
    return float(renderer.get_text_width_height_descent(text, font, ismath=False)[0])


def _wrapped(canvas: FigureCanvasAgg, text: str, font: FontProperties, room: float, most: int) -> list[str]:
    """The text in lines that fit, the last of them shortened if there would be more."""
    words, lines = text.split(), [""]
    while words:
        longer = f"{lines[-1]} {words[0]}".strip()
        if not lines[-1] or _width(canvas, longer, font) <= room:
            lines[-1] = longer
            words.pop(0)
        elif len(lines) < most:
            lines.append("")
        else:
            lines[-1] = " ".join([lines[-1], *words])
            break
    return [_shortened(canvas, one, font, room) for one in lines if one]


def _shortened(canvas: FigureCanvasAgg, text: str, font: FontProperties, room: float) -> str:
    """As much of the text as fits, by halving: long ones cost little more than short ones."""
    if _width(canvas, text[:300], font) <= room and len(text) <= 300:
        return text
    fits, over = 0, min(len(text), 300)
    while over - fits > 1:
        middle = (fits + over) // 2
        if _width(canvas, text[:middle] + "…", font) <= room:
            fits = middle
        else:
            over = middle
    return text[:fits].rstrip() + "…"


# -- lines -----------------------------------------------------------------------------------------------------


def _ruled(axes: Axes, chart: Chart) -> None:
    """The grid, the numbers beside it and the days below."""
    low, high = min(chart.low, chart.high), max(chart.low, chart.high)
    step = max(1, math.ceil((high - low) / (MOST_TICKS - 1)))
    ticks = [*range(low, high, step), high]
    if len(ticks) > 1 and ticks[-1] - ticks[-2] < step:
        ticks.pop(-2)
    pad = max(high - low, 1) * 0.08
    last = max(len(chart.days) - 1, 0)
    side = max(last, 1) * 0.04
    axes.set(xlim=(-side, last + side) if last else (-1, 1), ylim=(low - pad, high + pad))
    axes.yaxis.set_major_locator(FixedLocator(ticks))
    axes.yaxis.set_major_formatter(FixedFormatter([str(one) for one in ticks]))
    shown = _shown_days(len(chart.days))
    axes.xaxis.set_major_locator(FixedLocator(shown))
    axes.xaxis.set_major_formatter(FixedFormatter([drawable(chart.days[at])[:14] for at in shown]))
    axes.grid(axis="y", color=GRID, linewidth=1)
    axes.set_axisbelow(True)
    for side_of in ("top", "right", "left"):
        axes.spines[side_of].set_visible(False)
    axes.spines["bottom"].set(color=EDGE, linewidth=1)
    axes.tick_params(length=0, pad=5, labelsize=9, labelcolor=SOFT, labelfontfamily=_FONT)
    for label in axes.get_xticklabels():
        label.set_parse_math(False)


def _shown_days(count: int) -> list[int]:
    """Which days are named: few, evenly apart, always the newest, and the oldest where there is room."""
    step = max(1, math.ceil((count - 1) / (MOST_DAYS - 1)))
    named = sorted(range(count - 1, -1, -step))
    if named and named[0] / (count - 1 or 1) > _LABEL:
        named.insert(0, 0)
    return named


def _line(axes: Axes, number: int, one: Series, count: int) -> None:
    """A line that stops where nothing was said and goes on behind that."""
    known = [math.nan if value is None else float(value) for value in one.values[:count]]
    _strokes(axes, number, range(len(known)), known, few=count <= FEW_POINTS)


def _strokes(
    axes: Axes,
    number: int,
    across: Sequence[float],
    up: Sequence[float],
    *,
    few: bool,
    every: slice | None = None,
) -> None:
    """Draw in the colour, stroke and marker of this number; later lines are thinner, so that none hides another."""
    at = number % len(LINES)
    axes.plot(
        across,
        up,
        color=LINES[at],
        linestyle=STROKES[at],
        linewidth=max(2.6 - 0.4 * at, 1.4),
        marker=MARKERS[at],
        markersize=max((8 if few else 4) - 1 * at, 3.5),
        markerfacecolor=LINES[at] if at % 2 == 0 else "none",
        markeredgecolor=LINES[at],
        markeredgewidth=1.4,
        markevery=every,
        clip_on=False,
    )
