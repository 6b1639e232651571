// The dialogs: adding a person, starting afresh, opening a pairing link.
import { post } from "./api.js";
import { h, text } from "./dom.js";
import { act, show, state } from "./state.js";

const $ = (id) => document.getElementById(id);
export const hereZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const button of document.querySelectorAll("[data-close]")) {
  button.addEventListener("click", () => button.closest("dialog").close());
}

/** A button that opens a dialog with a form; it closes when `send` went well, and says why if not. */
export function opens(button, dialog, { prepare, send }) {
  const form = dialog.querySelector("form");
  const error = dialog.querySelector(".error");
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled")) return;
    text(error, "");
    prepare?.(form);
    dialog.showModal();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    text(error, "");
    try {
      await send(form);
      dialog.close();
    } catch (problem) {
      text(error, problem.message);
    }
  });
}

const valueOf = (form, name) => form.elements[name].value;

opens($("add"), $("add-dialog"), {
  prepare(form) {
    form.reset();
    form.elements.zone.value = hereZone;
    if (!$("zones").children.length) {
      const zones = Intl.supportedValuesOf?.("timeZone") || [];
      $("zones").append(...zones.map((zone) => h("option", { value: zone })));
    }
  },
  send: (form) => post("/api/people", {
    name: valueOf(form, "name"), language: valueOf(form, "language"), zone: valueOf(form, "zone").trim(),
  }),
});

opens($("afresh"), $("afresh-dialog"), { send: () => post("/api/afresh", {}) });

// -- a pairing link --------------------------------------------------------------------------------------------

let code = (new URLSearchParams(location.search).get("join") || "").trim().slice(0, 64);

/** A link of ours that was clicked inside a message opens here, without leaving the page. */
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest(".text a") : null;
  const found = link && link.origin === location.origin ? new URL(link.href).searchParams.get("join") : null;
  if (!found) return;
  event.preventDefault();
  code = found.trim().slice(0, 64);
  askWho();
});

/** If a pairing link waits, and there is somebody to open it, ask who does. */
export function askWho() {
  const dialog = $("join-dialog");
  if (!code || !state.known || !state.people.size || dialog.open) return;
  text($("join-command"), `/pair ${code}`);
  text(dialog.querySelector(".error"), "");
  $("join-people").replaceChildren(...[...state.people.values()].map((person) =>
    h("button", { type: "button", onclick: () => openAs(dialog, person.id) }, person.name)));
  dialog.showModal();
}

async function openAs(dialog, id) {
  const opened = code;
  const chat = `direct:${id}`;
  forgetCode(); // at once, so that neither a reload nor the next drawing asks again
  try {
    await act(state.people.get(id), chat, { kind: "said", text: `/pair ${opened}` });
    dialog.close();
    show(state.people.get(id), chat);
  } catch (error) {
    code = opened;
    text(dialog.querySelector(".error"), error.message);
  }
}

function forgetCode() {
  code = "";
  if (location.search) history.replaceState(null, "", "/");
}

$("join-dialog").addEventListener("close", forgetCode);
