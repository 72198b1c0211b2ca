// Building the page without ever reading HTML from text.

/** el makes an element: properties, "on…" listeners, aria-/data- attributes, children. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && !name.includes("-")) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** icon is one drawing of sprite.svg; the button around it carries the name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `sprite.svg#${name}`);
  svg.append(use);
  return svg;
}

export function iconButton(name, label, onclick) {
  return el("button", { type: "button", className: "icon", title: label, "aria-label": label, onclick }, icon(name));
}

/** content is where the bytes of a file are. */
export const content = (id) => `local/file?id=${encodeURIComponent(id)}`;

/** avatar is a disc with a photo, or with initials, coloured by id. */
export function avatar(id, name, photo) {
  if (photo) return el("img", { className: "avatar", src: content(photo), alt: "" });
  const initials = name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();
  return el("span", { className: `avatar hue-${Math.abs(id) % 7}`, "aria-hidden": "true" }, initials);
}

export const hue = (id) => `hue-${Math.abs(id) % 7}`;

export const fullName = (user) => [user.first_name, user.last_name].filter(Boolean).join(" ");

export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

export function day(seconds) {
  return new Date(seconds * 1000).toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
}

export function bytes(n) {
  if (n < 1024) return `${n} B`;
  if (n < 1024 * 1024) return `${(n / 1024).toFixed(1)} KB`;
  return `${(n / 1024 / 1024).toFixed(1)} MB`;
}
