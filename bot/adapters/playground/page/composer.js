// Where a person writes: Enter sends, Shift+Enter breaks the line, a slash offers the commands.
import { get } from "./api.js";
import { attr, h, icon, keep, text } from "./dom.js";
import { act, changed, openQuestion } from "./state.js";

const commands = new Map(); // language → [{name, about}]

/** The commands in a language; asked for once, drawn when they are there. */
function commandsIn(language) {
  if (!commands.has(language)) {
    commands.set(language, []);
    get(`/api/commands?language=${encodeURIComponent(language)}`).then((found) => {
      if (found) commands.set(language, found);
      else commands.delete(language);
      changed();
    });
  }
  return commands.get(language) || [];
}

/** A composer for one phone; `target()` gives its person and chat, `sent()` is called when words are away. */
export function makeComposer(id, target, sent) {
  const list = h("ul", { role: "listbox", id: `${id}-commands`, "aria-label": "Commands", class: "commands" });
  const count = h("p", { class: "aside", role: "status" });
  const box = h("textarea", {
    id: `${id}-box`, rows: "1", "aria-autocomplete": "list", "aria-haspopup": "listbox",
    "aria-controls": list.id, autocomplete: "off", enterkeyhint: "send",
  });
  const label = h("label", { for: box.id, class: "aside" });
  const photo = h("button", { type: "button", class: "round", "aria-label": "Send a photo", title: "Send a photo" },
    icon("M4 8h4l2-3h4l2 3h4v11H4zM12 16.5a3.3 3.3 0 1 0 0-6.6a3.3 3.3 0 0 0 0 6.6z"));
  const go = h("button", { class: "round main", "aria-label": "Send", title: "Send" },
    icon("M12 19V5M6 11l6-6l6 6"));
  const error = h("p", { class: "error", role: "alert" });
  const form = h("form", { class: "composer", novalidate: true },
    list, count, error, label, h("div", { class: "line" }, photo, box, go));
  list.hidden = true;
  const composer = { form, box, list, count, label, error, photo, go, target, sent, closed: "", at: 0, retry: null };
  box.addEventListener("input", () => { composer.at = 0; composer.closed = ""; offer(composer); });
  box.addEventListener("blur", () => { composer.closed = box.value; offer(composer); });
  box.addEventListener("keydown", (event) => onKey(composer, event));
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(composer); });
  photo.addEventListener("click", () => send(composer, { kind: "attached" }, crypto.randomUUID()));
  return composer;
}

/** Bring the composer up to date with its person and chat. */
export function patchComposer(composer) {
  const { person, chat } = composer.target();
  const closed = person.blocked && chat.kind === "direct";
  attr(composer.box, "placeholder", openQuestion(person, chat.id) ? "Write your answer…" : "Write a message…");
  text(composer.label, `Message from ${person.name}`);
  attr(composer.box, "lang", person.language);
  composer.form.hidden = closed;
  commandsIn(person.language);
  offer(composer);
}

function matches(composer) {
  const { box, closed } = composer;
  const typed = /^\/([\p{L}\p{N}_-]*)$/u.exec(box.value);
  if (!typed || closed === box.value || document.activeElement !== box) return [];
  const { person } = composer.target();
  return commandsIn(person.language).filter(({ name }) => name.startsWith(typed[1].toLowerCase()));
}

function offer(composer) {
  const { box, list, count } = composer;
  const found = matches(composer);
  list.hidden = !found.length;
  composer.at = Math.min(composer.at, Math.max(found.length - 1, 0));
  const { person } = composer.target();
  keep(list, found, ({ name }) => name, ({ name, about }) => makeOption(composer, name, about), (node, { name }) => {
    node.id = `${list.id}-${name}`;
    const active = found[composer.at]?.name === name;
    attr(node, "aria-selected", String(active));
    attr(node, "lang", person.language);
    if (active && !list.hidden) node.scrollIntoView({ block: "nearest" });
  });
  attr(box, "aria-activedescendant", found.length ? `${list.id}-${found[composer.at].name}` : null);
  const few = found.length === 1 ? "1 command" : `${found.length} commands`;
  text(count, found.length ? `${few}; arrow keys choose, Enter takes, Escape closes` : "");
}

function makeOption(composer, name, about) {
  return h("li", {
    role: "option",
    onmousedown(event) {
      event.preventDefault(); // focus stays in the box
      take(composer, name);
    },
  }, h("b", {}, `/${name}`), " ", h("span", {}, about));
}

function take(composer, name) {
  composer.box.value = `/${name} `;
  offer(composer);
}

function onKey(composer, event) {
  if (event.isComposing) return;
  const found = matches(composer);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (found.length && step) {
    event.preventDefault();
    composer.at = (composer.at + step + found.length) % found.length;
    offer(composer);
  } else if (found.length && event.key === "Escape") {
    event.preventDefault();
    composer.closed = composer.box.value;
    offer(composer);
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    const chosen = found[composer.at]?.name;
    if (chosen && composer.box.value.toLowerCase() !== `/${chosen}`) take(composer, chosen);
    else submit(composer);
  }
}

function submit(composer) {
  const words = composer.box.value;
  if (!words.trim()) return;
  const { retry } = composer;
  const sent = retry && retry.words === words ? retry.sent : crypto.randomUUID();
  composer.box.value = "";
  offer(composer);
  send(composer, { kind: "said", text: words }, sent);
}

async function send(composer, deed, sent) {
  const { person, chat } = composer.target();
  text(composer.error, "");
  composer.sent();
  try {
    await act(person, chat.id, deed, sent);
    composer.retry = null;
  } catch (error) {
    text(composer.error, error.message);
    if (deed.kind !== "said") return;
    composer.box.value = composer.box.value ? `${deed.text}\n${composer.box.value}` : deed.text;
    composer.retry = { words: deed.text, sent };
  }
}
