// The playground's page: draws the world again whenever it changed.
import { listen, post } from "./api.js";
import "./backstage.js";
import { patchClock, tickClock } from "./clock.js";
import { askWho, hereZone } from "./dialogs.js";
import { attr, h, keep, text } from "./dom.js";
import { badge, makePhone, narrow, patchPhone, tick } from "./phone.js";
import { apply, changed, chatsOf, front, show, state, tabOf, unread, watch } from "./state.js";

const phones = document.getElementById("phones");
const switcher = document.getElementById("people");

function welcome() {
  const error = h("p", { class: "error", role: "alert" });
  const start = async () => {
    try {
      await post("/api/people", { name: "Ana", language: "en", zone: hereZone });
      await post("/api/people", { name: "Ben", language: "en", zone: hereZone });
    } catch (problem) {
      text(error, problem.message);
    }
  };
  return h("section", { class: "welcome", "aria-labelledby": "welcome-title" },
    h("h2", { id: "welcome-title" }, "Two people, two phones"),
    h("p", {}, "Here you try Troth by yourself: be both partners, side by side, and move the clock ahead to see ",
      "what comes on Sunday. Everything stays on this machine."),
    h("div", { class: "actions" },
      h("button", { type: "button", class: "main", onclick: start }, "Start with Ana and Ben"),
      h("button", { type: "button", onclick: () => document.getElementById("add").click() }, "Add somebody else")),
    error);
}

function draw() {
  if (!state.known) return;
  const people = [...state.people.values()];
  if (people.length && !state.people.has(state.front)) state.front = people[0].id;
  attr(document.body, "data-people", String(people.length));
  const items = people.length ? people : [{ id: "" }];
  keep(phones, items, (p) => p.id, (p) => (p.id ? makePhone(p) : welcome()), (node, person) => {
    if (person.id) patchPhone(node, person);
  });
  drawSwitcher(people);
  patchClock();
  drawTitle(people);
  askWho();
}

const newFor = (person) => chatsOf(person).reduce((sum, chat) => sum + unread(person, chat.id).length, 0);

function drawSwitcher(people) {
  switcher.hidden = people.length < 2;
  keep(switcher, people, (p) => p.id, makeSwitch, (node, person) => {
    const [name, count] = node.children;
    text(name, person.name);
    badge(count, newFor(person));
    attr(node, "aria-current", front()?.id === person.id ? "true" : null);
  });
}

function makeSwitch({ id }) {
  const choose = () => {
    const person = state.people.get(id);
    show(person, tabOf(person));
  };
  return h("button", { type: "button", onclick: choose }, h("span"), h("span", { class: "badge", hidden: true }));
}

function drawTitle(people) {
  const count = people.reduce((sum, person) => sum + newFor(person), 0);
  document.title = count ? `(${count}) Troth playground` : "Troth playground";
}

watch(draw);
narrow.addEventListener("change", changed);
document.addEventListener("visibilitychange", changed);
setInterval(() => {
  tickClock();
  for (const phone of phones.children) if (phone.person) tick(phone);
}, 1000);
listen(apply, (reached) => {
  if (state.reached === reached) return;
  state.reached = reached;
  changed();
});
