// One person's phone: its bar, its tabs, the chat it shows, and where they write.
import { post } from "./api.js";
import { makeComposer, patchComposer } from "./composer.js";
import { attr, h, icon, keep, text } from "./dom.js";
import { makeMessage, patchMessage } from "./message.js";
import { chatsOf, messagesFor, now, show, state, tabOf, unread } from "./state.js";
import { city, day, hour } from "./text.js";

export const narrow = matchMedia("(max-width: 720px)");
const NEAR = 60; // px from the end that still count as reading the newest
const MARGIN = 12; // px kept above a message that is taller than the log

/** An empty phone for this person. */
export function makePhone(person) {
  const id = `phone-${person.id}`;
  const time = h("span", { class: "hour" });
  const name = h("h2", { id: `${id}-name` });
  const where = h("span", { class: "where" });
  const badge = h("span", { class: "badge", hidden: true });
  const block = h("button", { type: "button", onclick: () => toggleBlock(node.person) });
  const menu = h("div", { class: "menu", id: `${id}-menu`, hidden: true }, block);
  const more = h("button", {
    type: "button", class: "round", "aria-expanded": "false", "aria-controls": menu.id,
    onclick: () => toggleMenu(node),
  }, icon("M6 12h.01M12 12h.01M18 12h.01"));
  const tabs = h("div", { role: "tablist", class: "tabs", onkeydown: (event) => onTabKey(node, event) });
  const chats = h("div", { class: "chats" });
  const blocked = h("p", { class: "blocked", hidden: true });
  const composer = makeComposer(id, () => shownOf(node.person), () => onSent(node));
  const node = h("section", { class: "phone", "aria-labelledby": name.id, onfocusin: () => comeForward(node) },
    h("div", { class: "bar" }, time, name, badge, where, more, menu), tabs, chats, blocked, composer.form);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !menu.hidden) { toggleMenu(node); more.focus(); }
  });
  node.parts = { time, name, where, badge, block, menu, more, tabs, chats, blocked, composer };
  node.marks = new Map(); // chat → id of the first message that was new
  return node;
}

const shownOf = (person) => ({ person, chat: state.chats.get(tabOf(person)) });

function comeForward(node) {
  if (state.front !== node.person.id) show(node.person, tabOf(node.person));
}

function toggleMenu(node) {
  const { menu, more } = node.parts;
  menu.hidden = !menu.hidden;
  more.setAttribute("aria-expanded", String(!menu.hidden));
}

function toggleBlock(person) {
  post("/api/blocked", { person: person.id, blocked: !person.blocked }).catch(() => {});
}

/** Bring a phone up to date. */
export function patchPhone(node, person) {
  node.person = person;
  const { name, where, block, more, tabs, chats, blocked, composer } = node.parts;
  attr(node, "data-front", state.front === person.id ? "yes" : null);
  text(name, person.name);
  text(where, `${person.language} · ${city(person.zone)}`);
  attr(where, "title", person.zone);
  attr(more, "aria-label", `${person.name}’s menu`);
  text(block, person.blocked ? "Unblock Troth" : "Block Troth");
  tick(node);
  const shown = tabOf(person);
  const mine = chatsOf(person);
  attr(tabs, "aria-label", `${person.name}’s chats`);
  keep(tabs, mine, (chat) => chat.id, (chat) => makeTab(node, chat), (tab, chat) =>
    patchTab(tab, person, chat, shown));
  keep(chats, mine, (chat) => chat.id, (chat) => makeChat(node, chat), (panel, chat) =>
    patchChat(node, panel, chat, chat.id === shown));
  blocked.hidden = !person.blocked;
  text(blocked, `${person.name} has blocked Troth. Unblock it in the menu above.`);
  patchBadge(node, mine);
  patchComposer(composer);
}

/** The phone's own clock. */
export function tick(node) {
  text(node.parts.time, hour(now(), node.person.zone));
}

function patchBadge(node, mine) {
  const count = mine.reduce((sum, chat) => sum + unread(node.person, chat.id).length, 0);
  badge(node.parts.badge, count);
}

/** Show a count of new messages, or nothing. */
export function badge(node, count) {
  node.hidden = !count;
  const wanted = count ? `${count} new` : "";
  if (node.textContent === wanted) return;
  node.replaceChildren(...(count ? [String(count), h("span", { class: "aside" }, " new")] : []));
}

// -- tabs --------------------------------------------------------------------------------------------------------

const titleOf = (chat) => (chat.kind === "direct" ? "Troth" : chat.title || "Shared");
const idOf = (node, chat, part) => `${node.person.id}-${chat.id}-${part}`.replaceAll(":", "-");

function makeTab(node, chat) {
  const tab = h("button", {
    type: "button", role: "tab", id: idOf(node, chat, "tab"), "aria-controls": idOf(node, chat, "panel"),
    onclick: () => show(node.person, chat.id),
  }, h("span", { class: "title" }), h("span", { class: "badge", hidden: true }));
  return tab;
}

function patchTab(tab, person, chat, shown) {
  const [title, count] = tab.children;
  text(title, titleOf(chat));
  attr(tab, "aria-selected", String(chat.id === shown));
  attr(tab, "tabindex", chat.id === shown ? "0" : "-1");
  badge(count, unread(person, chat.id).length);
}

function onTabKey(node, event) {
  const tabs = [...node.parts.tabs.children];
  const at = tabs.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  const tab = tabs[(to + tabs.length) % tabs.length];
  tab.focus();
  tab.click();
}

// -- a chat ------------------------------------------------------------------------------------------------------

function makeChat(node, chat) {
  const log = h("div", { role: "log", "aria-live": "polite", tabindex: "0", class: "log" });
  const empty = h("p", { class: "empty" });
  const newer = h("button", { type: "button", class: "newer", hidden: true, onclick: () => toEnd(log) },
    "New messages below");
  const panel = h("div", {
    role: "tabpanel", class: `chat ${chat.kind}`, id: idOf(node, chat, "panel"), "aria-labelledby": idOf(node, chat, "tab"),
  }, log, empty, newer);
  log.addEventListener("scroll", () => {
    panel.follows = atEnd(log);
    seen(node, panel, chat);
  }, { passive: true });
  // A keyboard that opens, or a window made smaller, takes room from the end of the chat.
  new ResizeObserver(() => { if (panel.follows && !panel.hidden) toEnd(log); }).observe(log);
  panel.parts = { log, empty, newer };
  panel.follows = true;
  panel.hidden = true;
  return panel;
}

function patchChat(node, panel, chat, shown) {
  const { log, empty } = panel.parts;
  const { person } = node;
  const opening = shown && panel.hidden;
  const wasAtEnd = opening || atEnd(log);
  const fresh = unread(person, chat.id);
  if (!shown) node.marks.delete(chat.id);
  else if (fresh.length && !node.marks.has(chat.id) && (opening || !watched(node) || !wasAtEnd)) {
    node.marks.set(chat.id, fresh[0].id);
  }
  panel.hidden = !shown;
  attr(log, "aria-label", chat.kind === "direct" ? `${person.name} and Troth` : titleOf(chat));
  const items = itemsOf(person, chat, node.marks.get(chat.id));
  keep(log, items, (item) => item.key, makeItem, patchItem);
  empty.hidden = items.length > 0;
  text(empty, chat.kind === "direct"
    ? `This is ${person.name}’s own chat with Troth. Type a slash to see what Troth can do.`
    : "Only its members and Troth can read here.");
  if (shown && wasAtEnd) toEnd(log);
  if (shown) seen(node, panel, chat);
}

function itemsOf(person, chat, mark) {
  const items = [];
  let before = "";
  for (const message of messagesFor(person, chat.id)) {
    const date = day(message.at, person.zone);
    if (date !== before) items.push({ key: `day ${message.id}`, divider: date, kind: "day" });
    before = date;
    if (message.id === mark) items.push({ key: "new", divider: "New", kind: "new" });
    items.push({ key: `m${message.id}`, person, message });
  }
  return items;
}

const makeItem = (item) =>
  (item.divider ? h("p", { class: `divider ${item.kind}` }, h("span", {})) : makeMessage());

function patchItem(node, item) {
  if (item.divider) text(node.firstChild, item.divider);
  else patchMessage(node, item);
}

/** Where the newest message is read from: the log's end, or that message's top where it is taller than the log. */
const resting = (log) =>
  Math.min(log.scrollHeight - log.clientHeight, (log.lastElementChild?.offsetTop ?? 0) - MARGIN);

const atEnd = (log) => log.scrollTop >= resting(log) - NEAR;

function toEnd(log) {
  log.scrollTop = Math.max(log.scrollTop, resting(log)); // never back up a tall message that is being filled in
}

/** Who writes has read what came before, and follows what comes. */
function onSent(node) {
  const chat = tabOf(node.person);
  node.marks.delete(chat);
  const panel = [...node.parts.chats.children].find((one) => one.dataset.key === chat);
  panel.parts.log.scrollTop = panel.parts.log.scrollHeight;
}

/** Somebody could be looking at this phone. */
const watched = (node) =>
  document.visibilityState === "visible" && (!narrow.matches || state.front === node.person.id);

function seen(node, panel, chat) {
  const { log, newer } = panel.parts;
  const fresh = unread(node.person, chat.id);
  newer.hidden = !fresh.length || atEnd(log);
  if (!fresh.length || panel.hidden || !watched(node) || !atEnd(log)) return;
  const upto = fresh[fresh.length - 1].id;
  state.reads.set(`${node.person.id} ${chat.id}`, upto);
  post("/api/read", { person: node.person.id, chat: chat.id, upto }).catch(() => {});
  patchBadge(node, chatsOf(node.person));
  for (const tab of node.parts.tabs.children) {
    if (tab.dataset.key === chat.id) badge(tab.lastElementChild, 0);
  }
}
