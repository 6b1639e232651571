"""The worker: reads charts from its standard input, a line of JSON each, and answers each with a line.

It ends with its input, and so with whoever began it, however that ended.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any, Final

from bot.model import Chart, Series

_LESS: Final = 5
"""How much it steps back behind the process that answers people, where both want the same core."""


def chart_from(said: dict[str, Any]) -> Chart:
    """The chart that a line told of."""
    series = tuple(Series(one["label"], tuple(one["values"])) for one in said["series"])
    return Chart(said["title"], tuple(said["days"]), series, said["low"], said["high"], said["alt"])


def main() -> None:
    """Serve until the input ends. The stop of a service reaches all its processes; this one has its own end."""
    for meant_for_all in (signal.SIGINT, signal.SIGTERM):
        signal.signal(meant_for_all, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_LESS)
    import matplotlib  # noqa: PLC0415  # after the signals: it takes a second

    matplotlib.rcdefaults()  # whatever else is set on this machine
    from bot.painting.drawing import draw  # noqa: PLC0415  # so does this

    for line in sys.stdin.buffer:
        try:
            answer = {"png": draw(chart_from(json.loads(line))).png}
        except Exception as why:  # whatever it is, its chart goes in words; its text may hold a person's
            answer = {"trouble": type(why).__name__}
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
