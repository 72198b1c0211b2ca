// A message's text with its entities as nodes. Offsets count UTF-16 units, as
// JavaScript's strings do.
import { el } from "./dom.js";
import { startCode } from "./deeplink.js";

const SIMPLE = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

/** rich renders text; does says what a click on a command or deep link does. */
export function rich(text, entities, does) {
  return render(text, 0, text.length, [...(entities ?? [])], does);
}

function render(text, from, to, entities, does) {
  const nodes = [];
  let at = from;
  while (entities.length > 0) {
    const entity = entities.shift();
    const end = Math.min(to, entity.offset + entity.length);
    if (entity.offset < at || end <= entity.offset) continue;
    const inside = [];
    while (entities.length > 0 && entities[0].offset < end) inside.push(entities.shift());
    nodes.push(text.slice(at, entity.offset));
    nodes.push(wrap(entity, text.slice(entity.offset, end), render(text, entity.offset, end, inside, does), does));
    at = end;
  }
  nodes.push(text.slice(at, to));
  return nodes.filter((node) => node !== "");
}

function wrap(entity, text, children, does) {
  switch (entity.type) {
    case "code":
      return el("code", {}, children);
    case "pre":
      return el("pre", {}, el("code", { "data-language": entity.language }, children));
    case "spoiler":
      return spoiler(children);
    case "bot_command":
      return el("button", { type: "button", className: "command", onclick: () => does.send(text) }, text);
    case "url":
      return link(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`, children, does);
    case "text_link":
      return link(entity.url, children, does);
    case "mention":
    case "hashtag":
    case "cashtag":
    case "email":
      return el("span", { className: "tag" }, children);
    default:
      return SIMPLE[entity.type] ? el(SIMPLE[entity.type], {}, children) : el("span", {}, children);
  }
}

/** link opens a deep link here and anything else in a new tab. */
export function link(address, children, does) {
  const code = startCode(address);
  if (code !== null) {
    return el("a", { href: `?start=${code}`, onclick: (event) => { event.preventDefault(); does.start(code); } }, children);
  }
  if (!/^https?:\/\//i.test(address)) return el("span", { className: "tag", title: address }, children);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, children);
}

function spoiler(children) {
  const node = el("button", { type: "button", className: "spoiler", "aria-label": "Spoiler, press to show" }, children);
  node.addEventListener("click", () => {
    node.classList.add("shown");
    node.removeAttribute("aria-label");
  });
  return node;
}
