// What the page knows of the world. `apply` takes the server's changes; the rest answers questions about it.
import { post } from "./api.js";

const FRAME = 12; // ms in which changes are gathered before the page is drawn again
const MOST = 300; // messages of one chat that the page holds on to
const SETTLE = 400; // ms between "the house has it" and "its answer would be here", so nothing flickers

export const state = {
  known: false,
  reached: true,
  busy: false,
  front: "",
  ahead: 0, // the world's clock minus this machine's
  people: new Map(),
  chats: new Map(),
  messages: new Map(), // chat → Map of id → message
  reads: new Map(), // "person chat" → id
  pending: new Map(), // n, or the id of a deed just sent → {person, message, token}
};

const watchers = [];
let queued = false;

/** Have `watcher` called soon after anything changed. */
export function watch(watcher) {
  watchers.push(watcher);
}

/** Something changed: draw again, once for all that comes together. */
export function changed() {
  if (queued) return;
  queued = true;
  setTimeout(() => {
    queued = false;
    for (const watcher of watchers) watcher();
  }, FRAME);
}

const takers = {
  state(change) {
    state.known = true;
    state.front = change.front;
    takers.clock(change);
    for (const name of ["people", "chats", "messages", "reads", "pending"]) state[name].clear();
    for (const person of change.people) takers.person({ person });
    for (const chat of change.chats) takers.chat({ chat });
    for (const message of change.messages) takers.message({ message });
    for (const read of change.reads) takers.read(read);
    for (const pending of change.pending) takers.pending({ pending });
  },
  clock(change) {
    state.busy = change.busy;
    state.ahead = change.now - Date.now();
  },
  person: ({ person }) => state.people.set(person.id, person),
  chat({ chat }) {
    state.chats.set(chat.id, chat);
    if (!state.messages.has(chat.id)) state.messages.set(chat.id, new Map());
  },
  message({ message }) {
    const chat = state.messages.get(message.chat);
    chat?.set(message.id, message);
    if (chat?.size > MOST) chat.delete(chat.keys().next().value);
  },
  gone: ({ chat, id }) => state.messages.get(chat)?.delete(id),
  read({ person, chat, upto }) {
    const key = `${person} ${chat}`;
    state.reads.set(key, Math.max(upto, state.reads.get(key) || 0));
  },
  front: ({ person }) => { state.front = person; },
  pending: ({ pending }) => state.pending.set(pending.n, pending),
  done({ n }) {
    setTimeout(() => {
      state.pending.delete(n);
      changed();
    }, SETTLE);
  },
  afresh() {
    location.replace("/");
  },
};

/** Take a change from the server. */
export function apply(change) {
  takers[change.type]?.(change);
  changed();
}

/** The world's time, in ms. */
export const now = () => Date.now() + state.ahead;

/** Whose phone is in front, if there is any. */
export const front = () => state.people.get(state.front) || state.people.values().next().value || null;

/** The chats a person is in: their direct one, then the shared ones. */
export function chatsOf(person) {
  return [...state.chats.values()]
    .filter((chat) => chat.members.includes(person.id))
    .sort((a, b) => (a.kind === "direct" ? 0 : 1) - (b.kind === "direct" ? 0 : 1));
}

/** The chat that a person's phone shows. */
export const tabOf = (person) => (state.chats.has(person.tab) ? person.tab : `direct:${person.id}`);

/** What a person sees in a chat, oldest first. */
export function messagesFor(person, chat) {
  const all = [...(state.messages.get(chat) || new Map()).values()];
  return all.filter((m) => !m.only || m.only === person.id).sort((a, b) => a.id - b.id);
}

/** What came from others and was not seen yet. */
export function unread(person, chat) {
  const upto = state.reads.get(`${person.id} ${chat}`) || 0;
  return messagesFor(person, chat).filter((m) => m.id > upto && m.from !== person.id);
}

/** Whether what is typed will be taken as an answer: the bot asked, and no words of this person came since. */
export function openQuestion(person, chat) {
  for (const message of messagesFor(person, chat).reverse()) {
    if (message.from === person.id && !message.body.spans[0]?.text.startsWith("/")) return false;
    if (!message.from && message.body.open_question) return true;
  }
  return false;
}

/** The token of this person's press or form on a message that is not answered yet. */
export function waiting(person, message) {
  for (const one of state.pending.values()) {
    if (one.person === person.id && one.message === message.id) return one.token;
  }
  return null;
}

/** A person does something. `sent` names it, so that sending it again counts once. */
export async function act(person, chat, deed, sent = crypto.randomUUID()) {
  state.pending.set(sent, { person: person.id, chat, message: deed.message, token: deed.token });
  changed();
  try {
    const { n } = await post("/api/post", { person: person.id, chat, sent, ...deed });
    return n;
  } finally {
    state.pending.delete(sent);
    changed();
  }
}

/** This person's phone comes to the front, and shows this chat. */
export function show(person, chat) {
  if (state.front === person.id && tabOf(person) === chat) return;
  state.front = person.id;
  state.people.set(person.id, { ...person, tab: chat });
  changed();
  post("/api/show", { person: person.id, chat }).catch(() => {});
}
