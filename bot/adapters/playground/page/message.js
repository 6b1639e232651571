// One message in a bubble: its picture, its text, its file, its buttons, its form.
import { attr, h, keep, text } from "./dom.js";
import { patchForm } from "./form.js";
import { act, state, waiting } from "./state.js";
import { hour, spanNode } from "./text.js";

/** An empty bubble, for `patchMessage` to fill. */
export function makeMessage() {
  const who = h("p", { class: "who" });
  const words = h("div", { class: "text" });
  const rows = h("div", { class: "rows" });
  const form = h("form", { class: "fill", novalidate: true });
  const foot = h("p", { class: "foot" });
  const error = h("p", { class: "error" });
  const picture = h("div", { class: "picture" });
  const file = h("p", { class: "file" });
  const node = h("div", { class: "message", tabindex: "-1" }, who, picture, words, file, form, rows, error, foot);
  node.parts = { who, picture, words, file, rows, form, foot, error };
  return node;
}

/** Show `message` to `person`, touching only what has changed, so that focus and what was typed stay. */
export function patchMessage(node, { person, message }) {
  const waits = waiting(person, message);
  const stamp = `${waits} ${person.zone} ${person.language}`;
  if (node.message === message && node.stamp === stamp) return;
  const focused = node.contains(document.activeElement);
  if (node.message !== message) patchText(node, person, message);
  Object.assign(node, { message, stamp, person });
  patchRows(node, person, message, waits);
  patchForm(node.parts.form, { person, message, waits, send: (deed) => send(node, deed) });
  if (focused && !node.contains(document.activeElement)) node.focus({ preventScroll: true });
}

function patchText(node, person, message) {
  const { who, words, foot } = node.parts;
  const mine = message.from === person.id;
  const author = state.people.get(message.from);
  node.className = `message ${mine ? "mine" : message.from ? "other" : "bot"}`;
  node.classList.toggle("only", Boolean(message.only));
  text(who, mine ? "You" : author ? author.name : "Troth");
  who.classList.toggle("quiet", !author || mine);
  attr(words, "lang", languageOf(person, message));
  const spans = JSON.stringify(message.body.spans);
  if (node.spans !== spans) words.replaceChildren(...message.body.spans.map(spanNode));
  node.spans = spans;
  patchAttached(node, person, message);
  const time = h("time", { datetime: new Date(message.at).toISOString() }, hour(message.at, person.zone));
  foot.replaceChildren(...(message.only ? [h("span", {}, "Only you see this"), " · "] : []), time);
}

function patchAttached(node, person, message) {
  const { image, file } = message.body;
  const { picture, file: below } = node.parts;
  const stamp = JSON.stringify([image || null, file || null]);
  if (node.attached !== stamp) {
    picture.replaceChildren(
      ...(image ? [h("img", { src: `data:image/png;base64,${image.png}`, alt: image.alt, ...sizeOf(image.png) })] : []),
    );
    below.replaceChildren(...(file ? [fileLink(file)] : []));
  }
  node.attached = stamp;
  attr(picture, "lang", languageOf(person, message));
}

/** How large a PNG is, from its header: its place is kept before it is drawn, so that the chat's end stays in view. */
function sizeOf(png) {
  const header = atob(png.slice(0, 32));
  const number = (at) => [0, 1, 2, 3].reduce((sum, n) => sum * 256 + header.charCodeAt(at + n), 0);
  return { width: number(16), height: number(20) };
}

/** A link that saves the file: its address is the file itself, so it asks nobody and is never opened as a page. */
function fileLink({ name, media, data }) {
  const bytes = Math.ceil((data.length * 3) / 4);
  const size = bytes < 1024 ? `${bytes} bytes` : `${Math.ceil(bytes / 1024)} kB`;
  return h("a", { href: `data:${media};base64,${data}`, download: name }, `Download ${name} (${size})`);
}

function languageOf(person, message) {
  const author = state.people.get(message.from);
  if (author) return author.language;
  const members = state.chats.get(message.chat)?.members || [];
  const languages = new Set(members.map((id) => state.people.get(id)?.language));
  return languages.size === 1 ? person.language : null;
}

function patchRows(node, person, message, waits) {
  const rows = message.body.rows || [];
  const keyed = rows.map((buttons, index) => ({ buttons, index }));
  keep(node.parts.rows, keyed, (row) => String(row.index), () => h("div", { class: "row" }), (row, { buttons }) =>
    keep(row, buttons, (b) => b.token, () => makeButton(node), (made, button) => {
      text(made, button.label);
      made.className = button.style || "normal";
      attr(made, "lang", node.parts.words.lang || null);
      attr(made, "aria-disabled", waits === button.token ? "true" : null);
    }));
}

function makeButton(node) {
  return h("button", {
    type: "button",
    onclick({ currentTarget }) {
      if (currentTarget.getAttribute("aria-disabled")) return;
      send(node, { kind: "pressed", token: currentTarget.dataset.key });
    },
  });
}

async function send(node, deed) {
  const { person, message } = node;
  text(node.parts.error, "");
  try {
    await act(person, message.chat, { message: message.id, ...deed });
  } catch (error) {
    text(node.parts.error, error.message);
  }
}
