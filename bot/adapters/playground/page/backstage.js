// Behind the scenes: which timers are set and which acts wait, without anybody's words.
import { get } from "./api.js";
import { attr, h } from "./dom.js";
import { front, watch } from "./state.js";
import { moment } from "./text.js";

const button = document.getElementById("behind");
const drawer = document.getElementById("backstage");
const AT_MOST_EVERY = 400; // ms
let due = null;

button.addEventListener("click", () => {
  drawer.hidden = !drawer.hidden;
  attr(button, "aria-expanded", String(!drawer.hidden));
  refresh();
});
watch(() => refresh());

function refresh() {
  if (drawer.hidden || due) return;
  due = setTimeout(async () => {
    due = null;
    const peek = await get("/api/peek");
    if (peek) draw(peek);
  }, AT_MOST_EVERY);
}

function draw(peek) {
  const parts = [
    h("h2", {}, "Behind the scenes"),
    h("p", {}, "What Troth has set itself to do. None of it holds what anybody wrote."),
    ...section("Timers", "What happens when", peek.timers, "No timer is set."),
    ...section("Outbox", "Acts on their way", peek.outbox, "Nothing waits to be sent."),
  ];
  const scrolled = drawer.scrollTop;
  drawer.replaceChildren(...parts);
  drawer.scrollTop = scrolled;
}

function section(title, about, rows, none) {
  if (!rows.length) return [h("h3", {}, title), h("p", { class: "none" }, none)];
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const head = h("tr", {}, ...names.map((name) => h("th", { scope: "col" }, name.replaceAll("_", " "))));
  const body = rows.map((row) => h("tr", {}, ...names.map((name) => h("td", {}, cell(name, row[name])))));
  const table = h("table", {}, h("caption", {}, about), h("thead", {}, head), h("tbody", {}, ...body));
  return [h("h3", {}, title), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title }, table)];
}

function cell(name, value) {
  if (value === undefined || value === null) return "";
  const instant = Number.isInteger(value) && (name === "at" || name.endsWith("_at") || name === "due");
  return instant ? moment(value, front()?.zone) : String(value);
}
