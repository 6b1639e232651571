// Making and keeping elements. Text only ever goes in as text.

/** An element with properties, attributes (names with a dash, and role), data, listeners (on…) and children. */
export function h(tag, given = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name === "data") Object.assign(node.dataset, value);
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else attr(node, name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Set an attribute, or take it away with null, false or undefined; leaves alone what is as it should be. */
export function attr(node, name, value) {
  if (value === null || value === undefined || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else {
    const text = value === true ? "" : String(value);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
}

/** Set text, if it is another. */
export function text(node, value) {
  if (node.textContent !== value) node.textContent = value;
}

/**
 * Make the children of `parent` be those of `items`, in order, keeping the nodes (and so focus, caret and what
 * was typed) whose key is the same.
 */
export function keep(parent, items, key, make, patch) {
  const wanted = new Set(items.map(key));
  const had = new Map();
  for (const node of [...parent.children]) {
    if (wanted.has(node.dataset.key)) had.set(node.dataset.key, node);
    else node.remove();
  }
  let at = parent.firstElementChild;
  for (const item of items) {
    let node = had.get(key(item));
    if (!node) {
      node = make(item);
      node.dataset.key = key(item);
    }
    if (node === at) at = at.nextElementSibling;
    else parent.insertBefore(node, at);
    patch(node, item);
  }
}

/** A drawing of strokes. */
export function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" })) {
    svg.setAttribute(name, value);
  }
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}
