"""What is refused in a guide: each rule by a small guide that breaks it, and one that keeps them all."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from bot.errors import BadContent
from bot.guides.check import guide_faults
from bot.guides.script import read_guide

HEAD = "kind: exercise\npractice: needs\ncloses: 7d\n"
WORDS = 'title: T\nabout: A\ndoor: "Something is here."\nsteps:\n'


def faults(folder: Path, steps: str, words: str = "", head: str = HEAD, more: str = "") -> str:
    """What is wrong with a guide of these steps and words, an end added to both; "" if nothing."""
    folder.mkdir(exist_ok=True)
    end = "- id: bye\n  end: {}\n"
    (folder / "guide.yaml").write_text(f"{head}steps:\n{indent(steps + end, '  ')}")
    (folder / "en.yaml").write_text(f"{WORDS}{indent(words, '  ')}  bye: {{text: Bye}}\n{more}")
    try:
        return "\n".join(guide_faults(read_guide(folder)))
    except BadContent as why:
        return "\n".join(why.faults)


ASK = "- id: q\n  ask: {type: yes-no}\n"
SCALE = "- id: s\n  ask: {type: scale}\n"
SHOW = "- id: show\n  reveal: {of: [q], closes: 3d}\n"
Q = 'q: {text: Q, shown: "{value}"}\n'
GUESS = 'g: {text: G, shown: "{value}"}\n'
FREE = "- id: q\n  ask: {type: yes-no, visible: private}\n"
PICK = "- id: q\n  ask: {type: choice, options: [again, on], visible: private}\n"
PICKED = "q: {text: Q, options: {again: Again, on: On}}\n"
ROLES = HEAD + "roles: [owner, listener]\n"
ROOM = HEAD + "venue: room\n"
DECK = HEAD + "decks:\n  card: {light: [one, two]}\n"
CARDS = "decks:\n  card: {one: One, two: Two}\n"
HI = "- id: hi\n  say: {}\n"

OUT_OF_CHAPTER = """\
- id: c
  chapter:
    steps:
    - id: q
      ask: {type: yes-no, visible: private}
    - id: b
      branch: {on: q, to: {yes: bye}}
"""

BROKEN: dict[str, tuple[str, str, str, str]] = {
    "each in each": (
        "- id: e\n  each: {over: a.b, steps: [{id: f, each: {over: a.b, steps: [{id: x, say: {}}]}}]}\n",
        "x: {text: X}\n",
        HEAD,
        "inside each e there can be no each",
    ),
    "reveal in a chapter": (
        ASK + "- id: c\n  chapter: {steps: [{id: show, reveal: {of: [q], closes: 3d}}]}\n",
        Q + "show: {text: S}\n",
        HEAD,
        "inside chapter c there can be no reveal",
    ),
    "wait in turns": (
        "- id: t\n  turns: {roles: [one, two], steps: [{id: w, wait: {for: 20m}}]}\n",
        "",
        HEAD,
        "inside turns t there can be no wait",
    ),
    "a role in each": (
        "- id: e\n  each: {over: a.b, steps: [{id: x, for: owner, say: {}}]}\n",
        "x: {text: X}\n",
        ROLES,
        "at their own pace",
    ),
    "no such role": (
        "- id: hi\n  for: speaker\n  say: {}\n",
        "hi: {text: H}\n",
        ROLES,
        "for: speaker: the roles here are owner and listener",
    ),
    "no roles": (
        "- id: hi\n  for: speaker\n  say: {}\n",
        "hi: {text: H}\n",
        HEAD,
        "for: speaker: there are no roles here",
    ),
    "a role with a hyphen": (HI, "hi: {text: H}\n", HEAD + "roles: [the-one, other]\n", "role the-one: letters only"),
    "a role called name": (HI, "hi: {text: H}\n", HEAD + "roles: [name, other]\n", "{name} means something else"),
    "never revealed": (ASK, Q, HEAD, "q: no reveal shows it"),
    "revealed too early": (SHOW + ASK, Q + "show: {text: S}\n", HEAD, "q is only asked after this reveal"),
    "a guess of nothing": (
        ASK + "- id: g\n  guess: {of: z}\n" + SHOW,
        Q + GUESS + "show: {text: S}\n",
        HEAD,
        "of: z is no question of type text",
    ),
    "a guess apart": (
        ASK + "- id: g\n  guess: {of: q}\n" + SHOW,
        Q + GUESS + "show: {text: S}\n",
        HEAD,
        "the guess and q must stand in one reveal",
    ),
    "keeps no scale": (
        ASK + "- id: show\n  reveal: {of: [q], closes: 3d, keeps: [q]}\n",
        Q + "show: {text: S}\n",
        HEAD,
        "keeps: q is no question of type scale",
    ),
    "a chart of nothing kept": (
        SCALE + "- id: show\n  reveal: {of: [s], closes: 3d}\n- id: c\n  chart: {of: [s]}\n",
        's: {text: S, shown: "{value}"}\nshow: {text: S}\nc: {text: C, options: {s: S}}\n',
        HEAD,
        "of: no reveal keeps s",
    ),
    "share of what is shown": (
        ASK + SHOW + "- id: h\n  share: {of: [q]}\n",
        Q + "show: {text: S}\nh: {text: H}\n",
        HEAD,
        "q is no private question",
    ),
    "a draft of no text": (
        FREE + "- id: a\n  agree: {offer: [promise], draft: q}\n",
        "q: {text: Q}\na: {text: A, options: {promise: P, nothing: N}}\n",
        HEAD,
        "draft: q is no question of type text",
    ),
    "revisit of no chapter": (
        PICK + "- id: r\n  revisit: {on: q}\n",
        PICKED,
        HEAD,
        "no option of q is the id of a chapter",
    ),
    "wait lacks an option": (PICK + "- id: w\n  wait: {on: q, to: {on: 20m}}\n", PICKED, HEAD, "to lacks again"),
    "round and round": (
        FREE + HI + "- id: b\n  branch: {on: q, to: {yes: hi}}\n",
        "q: {text: Q}\nhi: {text: H}\n",
        HEAD,
        "it goes round without asking anybody anything",
    ),
    "back over a reveal": (
        ASK + SHOW + "- id: b\n  branch: {on: q, to: {yes: q}}\n",
        Q + "show: {text: S}\n",
        HEAD,
        "q lies before a reveal",
    ),
    "to itself": (
        FREE + "- id: b\n  branch: {on: q, to: {yes: b}}\n",
        "q: {text: Q}\n",
        HEAD,
        "it can't lead to itself",
    ),
    "out of a chapter": (
        OUT_OF_CHAPTER,
        "q: {text: Q}\n",
        HEAD,
        "bye is no step of the same level",
    ),
    "dead inside a chapter": (
        "- id: c\n  chapter: {steps: [{id: e, end: {}}, {id: hi, say: {}}]}\n",
        "e: {text: E}\nhi: {text: H}\n",
        HEAD,
        "step hi can't be reached",
    ),
    "dead behind a branch": (
        FREE + "- id: b\n  branch: {on: q, to: {yes: bye, no: bye}}\n" + HI,
        "q: {text: Q}\nhi: {text: H}\n",
        HEAD,
        "step hi can't be reached",
    ),
    "no way out of a wait": ("- id: w\n  wait: {for: 8d}\n", "", HEAD, "w: its wait is no shorter than"),
    "a wait of a year": ("- id: w\n  wait: {for: 13w}\n", "", HEAD.replace("exercise", "journey"), "more than 12w"),
    "sealed in a room": (ASK + SHOW, Q + "show: {text: S}\n", ROOM, "in venue: room there can be no reveal"),
    "typed in a room": (
        "- id: q\n  ask: {type: text, visible: shared}\n",
        Q,
        ROOM,
        "in venue: room a question is a choice",
    ),
    "nothing left alone": (
        "- id: hi\n  when: together\n  say: {}\n",
        "hi: {text: H}\n",
        HEAD + "people: either\n",
        "for somebody alone no step is left",
    ),
    "for two, in one for one": (
        HI + "- id: t\n  when: together\n  say: {}\n",
        "hi: {text: H}\nt: {text: T}\n",
        HEAD + "people: one\n",
        "only ever for one alone",
    ),
    "no such rhythm": (
        HI,
        "hi: {text: H}\n",
        HEAD + "rhythm: now and then\n",
        'rhythm: "now and then" is not understood',
    ),
    "an empty depth": (
        HI,
        'hi: {text: "{card}"}\n',
        HEAD + "decks:\n  card: {light: [one, two], deep: []}\n",
        "each depth needs a card",
    ),
    "a card twice": (
        HI,
        'hi: {text: "{card}"}\n',
        HEAD + "decks:\n  card: {light: [one, two], deep: [one]}\n",
        "card one stands twice",
    ),
    "a deck nobody sees": (HI, "hi: {text: H}\n", DECK, "no text has {card}"),
    "26 options": (
        "- id: q\n  ask: {type: choice, visible: private, options: [" + ", ".join(f"o{n}" for n in range(26)) + "]}\n",
        "",
        HEAD,
        "26 options are more than the 25",
    ),
    "quick further on": (
        HI + "- id: q\n  ask: {type: yes-no, quick: [yes], visible: private}\n",
        "hi: {text: H}\nq: {text: Q}\n",
        HEAD,
        "only the first step can have them",
    ),
    "words for nobody": (HI, "hi: {text: H, other: O}\n", HEAD, "other is never said: the step is for no role"),
    "a value nobody gave": (HI, 'hi: {text: "{value}"}\n', HEAD, "{value} is unknown here"),
    "a role elsewhere": (
        HI,
        'hi: {text: "{owner}"}\n',
        HEAD,
        "{owner} is unknown here (there may be {name}, {partner})",
    ),
    "a name to both": ("- id: hi\n  say: {to: room}\n", 'hi: {text: "{name}"}\n', HEAD, "{name} is unknown here"),
    "a name in a notification": (
        "- id: w\n  wait: {for: 20m}\n",
        'w: {text: "{partner}"}\n',
        HEAD,
        "{partner} is unknown here (nothing is filled in)",
    ),
    "a long prompt": ("- id: w\n  wait: {for: 20m}\n", f"w: {{text: {'x' * 201}}}\n", HEAD, "a prompt at most 200"),
    "no notice": (
        "- id: q\n  ask: {type: text, visible: private, notice: true}\n",
        "q: {text: Q}\n",
        HEAD,
        "q.notice is missing",
    ),
    "a notice for nothing": (FREE, "q: {text: Q, notice: {words: [but], text: N}}\n", HEAD, "notice is never used"),
    "no label": (
        "- id: a\n  agree: {offer: [promise]}\n",
        "a: {text: A, options: {promise: P}}\n",
        HEAD,
        "options.nothing is missing",
    ),
    "words of a branch": (
        FREE + "- id: b\n  branch: {on: q, to: {yes: bye}}\n",
        "q: {text: Q}\nb: {text: B}\n",
        HEAD,
        "branch has no words",
    ),
    "too long once filled in": (
        HI,
        'hi: {text: "' + "{name} {partner} " * 60 + '"}\n',
        HEAD,
        "a message on Discord holds 2000",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_named(tmp_path: Path, name: str) -> None:
    """Each rule for guides: what breaks it is one sentence that names the step."""
    steps, words, head, said = BROKEN[name]
    more = CARDS if "decks" in head else ""
    assert said in faults(tmp_path / "mine", steps, words, head, more)


WHOLE = """\
- id: chosen
  ask: {type: choice, options: [talk, on], visible: private}
- id: talk
  chapter:
    steps:
      - id: ready
        ask: {type: yes-no, visible: private, forget: true}
      - id: way
        branch: {on: ready, to: {no: finish}}
      - id: pause
        wait: {until: "18:00"}
- id: again
  revisit: {on: chosen}
- id: swap
  turns:
    roles: [speaker, hearer]
    steps:
      - id: speak
        for: speaker
        floor: {time: 3m}
      - id: right
        for: hearer
        ask: {type: yes-no, visible: shared}
      - id: once-more
        branch: {on: right, to: {no: speak}}
- id: close
  ask: {type: scale}
- id: thinks
  guess: {of: close}
- id: show
  reveal: {of: [close, thinks], closes: 3d, keeps: [close]}
- id: line
  chart: {of: [close]}
- id: note
  for: owner
  ask: {type: text, visible: private, notice: true}
- id: give
  for: owner
  share: {of: [note]}
- id: make
  agree: {offer: [promise], draft: note}
"""
WHOLE_WORDS = """\
chosen: {text: C, options: {talk: Talk, on: On}}
ready: {text: "Ready, {name}? {card}"}
pause: {text: "It goes on.", shown: "Until {until}"}
speak: {text: "{speaker}, three minutes.", other: "{speaker} speaks."}
right: {text: R, other: O, shown: "{value}"}
close: {text: C, shown: "{value}"}
thinks: {text: T, shown: "For {partner}: {value}"}
show: {text: S}
line: {text: L, options: {close: Close}}
note: {text: "N {owner}", other: "{owner} writes", notice: {words: [but], text: N}}
give: {text: G}
make: {text: M, options: {promise: P, nothing: N}}
"""


def test_a_guide_with_every_kind_of_step_is_whole(tmp_path: Path) -> None:
    """All kinds, rightly used, with loops that ask, are no fault."""
    head = ROLES + 'rhythm: "sundays 18:00"\ndecks:\n  card: {light: [one, two]}\n'
    assert faults(tmp_path / "mine", WHOLE, WHOLE_WORDS, head, CARDS) == ""
