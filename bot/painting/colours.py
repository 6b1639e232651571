"""The colours of a chart, and how well one can be told from another.

A chart brings its own ground, so that it reads the same in light and in dark surroundings. Its lines are of the set
that people with any colour vision can tell apart (Okabe and Ito, https://jfly.uni-koeln.de/color/), the ones of it
that stand out from a light ground; and each has a marker and a stroke of its own, for who sees no colours at all.
"""

from __future__ import annotations

from typing import Final

GROUND: Final = "#fffdf9"
EDGE: Final = "#8d7f70"
GRID: Final = "#e3d9cc"
INK: Final = "#2d2620"
SOFT: Final = "#5f5449"
"""The ground, its border and its grid; the title and labels; the numbers and days."""

LINES: Final = ("#0072b2", "#d55e00", "#009e73", "#000000", "#b0508a")
"""Blue, vermilion, green, black, and the purple a shade darker than theirs, which is too light for this ground."""

MARKERS: Final = ("o", "s", "^", "D", "v")
STROKES: Final = ("-", "--", "-.", ":", (0, (6, 1, 1, 1)))


def contrast(one: str, other: str) -> float:
    """How two colours ("#rrggbb") stand out from each other, 1 to 21.

    As https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio: text needs 4.5, the lines of a picture 3.
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
