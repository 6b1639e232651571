// Words: spans as nodes, and times as people read them.
import { h } from "./dom.js";

/** A span of a message. A person's words and everything else become text nodes, never markup. */
export function spanNode(span) {
  switch (span.style) {
    case "strong": return h("strong", {}, span.text);
    case "words": return h("bdi", { class: "words", dir: "auto" }, span.text);
    case "time": return h("time", { datetime: new Date(span.at).toISOString() }, span.text);
    case "link": return linkNode(span.text);
    default: return document.createTextNode(span.text);
  }
}

function linkNode(address) {
  let url = null;
  try {
    url = new URL(address);
  } catch { /* shown as text */ }
  if (!url || !["http:", "https:"].includes(url.protocol)) return document.createTextNode(address);
  const here = url.origin === location.origin;
  return h("a", { href: url.href, rel: "noopener noreferrer", target: here ? null : "_blank" }, address);
}

const formats = new Map();

function format(options, zone, language) {
  const key = JSON.stringify([options, zone, language]);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(language, { ...options, timeZone: zone || undefined }));
  }
  return formats.get(key);
}

/** "18:00", on this zone's clocks. */
export const hour = (at, zone, language) =>
  format({ hour: "2-digit", minute: "2-digit" }, zone, language).format(at);

/** "Sunday, 29 November". */
export const day = (at, zone, language) =>
  format({ weekday: "long", day: "numeric", month: "long" }, zone, language).format(at);

/** "Sun, 29 Nov 2026, 18:00". */
export const moment = (at, zone) =>
  format({ weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit",
    minute: "2-digit" }, zone).format(at);

/** "2026-11-29T18:00", as a date field wants it. */
export function wall(at, zone) {
  const parts = Object.fromEntries(
    format({ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
      hourCycle: "h23" }, zone, "en-GB").formatToParts(at).map(({ type, value }) => [type, value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/** "Buenos Aires" of "America/Argentina/Buenos_Aires". */
export const city = (zone) => zone.split("/").pop().replaceAll("_", " ");
