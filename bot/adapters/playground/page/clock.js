// The top bar's clock, and moving it ahead.
import { post } from "./api.js";
import { opens } from "./dialogs.js";
import { attr, h, keep, text } from "./dom.js";
import { changed, front, now, show, state, tabOf } from "./state.js";
import { moment, wall } from "./text.js";

const $ = (id) => document.getElementById(id);
const jumps = document.querySelector(".jumps");
let problem = "";

const zoneNow = () => front()?.zone || Intl.DateTimeFormat().resolvedOptions().timeZone;

async function jump(asked) {
  if (state.busy) return;
  problem = "";
  try {
    await post("/api/jump", asked);
  } catch (error) {
    problem = error.message;
  }
  changed();
}

jumps.addEventListener("click", ({ target }) => {
  const { by, sunday } = target.dataset;
  if (by) jump({ by: Number(by) });
  else if (sunday) jump({ sunday: true, zone: zoneNow() });
});

opens($("choose-time"), $("time-dialog"), {
  prepare(form) {
    text($("time-label"), `Date and time (${zoneNow()})`);
    form.elements.wall.value = wall(now() + 3600_000, zoneNow());
  },
  send: (form) => post("/api/jump", { wall: form.elements.wall.value, zone: zoneNow() }),
});

$("whose").addEventListener("change", ({ target }) => {
  const person = state.people.get(target.value);
  if (person) show(person, tabOf(person));
});

/** Show the time. */
export function tickClock() {
  if (!state.known) return;
  text($("now"), moment(now(), zoneNow()));
  attr($("now"), "datetime", new Date(now()).toISOString());
}

/** Show the time, whose it is, and whether it is being moved. */
export function patchClock() {
  tickClock();
  text($("zone"), zoneNow());
  for (const button of jumps.children) attr(button, "aria-disabled", state.busy ? "true" : null);
  attr(document.body, "aria-busy", state.busy ? "true" : null);
  const people = [...state.people.values()];
  $("whose-label").hidden = new Set(people.map((p) => p.zone)).size < 2;
  keep($("whose"), people, (p) => p.id, (p) => h("option", { value: p.id }), (o, p) => text(o, p.name));
  if (front() && $("whose").value !== front().id) $("whose").value = front().id;
  const lost = state.reached ? "" : "The playground is not answering. This page comes back by itself.";
  text($("notice"), lost || (state.busy ? "The clock is moving ahead…" : problem));
}
