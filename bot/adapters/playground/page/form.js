// A form inside a message. It blocks nothing: the bot decides, and what was typed stays meanwhile.
import { attr, h, keep, text } from "./dom.js";

const MOST_RADIOS = 6;

/** Make `form` show the message's form, or nothing. */
export function patchForm(form, { person, message, waits, send }) {
  const spec = message.body.form;
  form.hidden = !spec;
  if (!spec) {
    form.replaceChildren();
    form.parts = null;
    return;
  }
  if (!form.parts) build(form);
  form.onsubmit = (event) => {
    event.preventDefault();
    if (waits !== spec.token) send({ kind: "filled", token: spec.token, fields: values(form, spec) });
  };
  const { fields, submit } = form.parts;
  const base = `${person.id}-${message.id}`;
  const wrong = spec.fields.filter((field) => field.error).length;
  const before = fields.querySelectorAll("[aria-invalid]").length;
  const items = spec.fields.map((field, index) => ({ field, id: `${base}-${index}` }));
  keep(fields, items, ({ field }) => shape(field), makeField, patchField);
  text(submit, spec.submit);
  attr(submit, "aria-disabled", waits === spec.token ? "true" : null);
  if (wrong && !before && document.activeElement === submit) fields.querySelector("[aria-invalid]")?.focus();
}

function build(form) {
  const fields = h("div", { class: "fields" });
  const submit = h("button", { class: "main" });
  form.replaceChildren(fields, submit);
  form.parts = { fields, submit };
}

const shape = (field) => JSON.stringify([field.name, field.kind, field.options]);

const grouped = (field) =>
  field.kind === "many" || (field.kind === "choice" && field.options.length <= MOST_RADIOS);

function makeField({ field, id }) {
  const group = grouped(field);
  const label = h(group ? "legend" : "label", group ? {} : { for: id });
  const hint = h("p", { class: "hint", id: `${id}-hint` });
  const error = h("p", { class: "error", id: `${id}-error` });
  const control = group ? options(field, id) : single(field, id);
  const node = h(group ? "fieldset" : "div", { class: "field" }, label, hint, control, error);
  if (field.kind === "choice" && group) node.setAttribute("role", "radiogroup");
  node.parts = { label, hint, error, control };
  return node;
}

function single(field, id) {
  if (field.kind === "long") return h("textarea", { id, rows: "3" });
  if (field.kind === "line") return h("input", { id, type: "text", autocomplete: "off" });
  const none = h("option", { value: "" }, "—");
  return h("select", { id }, none, ...field.options.map((o) => h("option", { value: o.value }, o.label)));
}

function options(field, id) {
  const type = field.kind === "many" ? "checkbox" : "radio";
  return h("div", { class: "options" }, ...field.options.map((option) =>
    h("label", {}, h("input", { type, name: id, value: option.value }), " ", h("span", {}, option.label))));
}

function patchField(node, { field, id }) {
  const { label, hint, error, control } = node.parts;
  text(label, field.required ? field.label : `${field.label} (optional)`);
  text(hint, field.hint || "");
  text(error, field.error || "");
  hint.hidden = !field.hint;
  error.hidden = !field.error;
  const about = [field.hint && `${id}-hint`, field.error && `${id}-error`].filter(Boolean).join(" ");
  const group = grouped(field);
  attr(group ? node : control, "aria-describedby", about || null);
  for (const one of group ? control.querySelectorAll("input") : [control]) {
    attr(one, "aria-invalid", field.error && one.type !== "radio" ? "true" : null);
    if (!group) attr(one, "aria-required", field.required ? "true" : null);
  }
  if (node.getAttribute("role") === "radiogroup") attr(node, "aria-invalid", field.error ? "true" : null);
  if (node.given !== field.value && (field.value || node.given === undefined)) fill(control, field, group);
  node.given = field.value;
}

function fill(control, field, group) {
  if (!group) {
    control.value = field.value;
    return;
  }
  const chosen = field.value.split("\n");
  for (const one of control.querySelectorAll("input")) one.checked = chosen.includes(one.value);
}

function values(form, spec) {
  const nodes = [...form.parts.fields.children];
  return Object.fromEntries(spec.fields.map((field, index) => {
    const { control } = nodes[index].parts;
    if (!grouped(field)) return [field.name, control.value];
    const chosen = [...control.querySelectorAll("input:checked")].map((one) => one.value);
    return [field.name, field.kind === "many" ? chosen : chosen[0] || ""];
  }));
}
