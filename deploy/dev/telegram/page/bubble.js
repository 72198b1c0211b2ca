// One message as a bubble.
import { avatar, bytes, clock, content, el, fullName, hue, icon, iconButton } from "./dom.js";
import { link, rich } from "./entities.js";
import { store } from "./store.js";

/** bubble renders a message as the person sees it; does are the things they can do with it. */
export function bubble(message, { person, group, does }) {
  if (isService(message)) return el("li", { className: "service", "data-id": message.message_id }, service(message));
  const own = message.from.id === person;
  const item = el("li", { className: `message ${own ? "own" : "other"}`, "data-id": message.message_id },
    group && !own && avatar(message.from.id, fullName(message.from), store.people.get(message.from.id)?.photo),
    el("div", { className: "stack" },
      el("article", { className: `bubble${message.photo ? " pictured" : ""}${message.has_protected_content ? " protected" : ""}` },
        group && !own && el("p", { className: `author ${hue(message.from.id)}` }, fullName(message.from)),
        message.reply_to_message && quote(message.reply_to_message),
        message.photo && photo(message),
        message.document && attachment(message.document),
        words(message, does),
        foot(message, own)),
      message.reply_markup && keyboard(message, does)),
    actions(message, own, does));
  return item;
}

const isService = (m) => m.new_chat_members || m.left_chat_member || m.pinned_message || m.new_chat_title;

function service(m) {
  const who = fullName(m.from);
  if (m.new_chat_members) {
    const added = m.new_chat_members.map(fullName).join(", ");
    return added === who ? `${who} joined the group` : `${who} added ${added}`;
  }
  if (m.left_chat_member) {
    const left = fullName(m.left_chat_member);
    return left === who ? `${left} left the group` : `${who} removed ${left}`;
  }
  if (m.pinned_message) return `${who} pinned “${preview(m.pinned_message)}”`;
  return `${who} named the group “${m.new_chat_title}”`;
}

/** preview is a message in a few words. */
export function preview(m) {
  const text = m.text ?? m.caption ?? (m.photo ? "Photo" : m.document?.file_name ?? "File");
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function quote(m) {
  return el("blockquote", { className: "quote" }, el("strong", {}, m.from ? fullName(m.from) : ""), el("span", {}, preview(m)));
}

function photo(m) {
  const size = m.photo.at(-1);
  const img = el("img", {
    src: content(size.file_id), width: size.width, height: size.height, alt: m.caption ?? "Photo", decoding: "async",
  });
  return el("a", { className: "photo", href: content(size.file_id), target: "_blank", rel: "noopener", title: "Open the picture" }, img);
}

function attachment(d) {
  return el("a", { className: "document", href: content(d.file_id), download: d.file_name ?? "file" },
    el("span", { className: "disc" }, icon("file")),
    el("span", {}, el("strong", {}, d.file_name ?? "Unnamed file"), el("small", {}, bytes(d.file_size))));
}

function words(m, does) {
  const text = m.text ?? m.caption;
  if (!text) return null;
  const big = !m.entities && /^\p{Extended_Pictographic}{1,3}$/u.test(text);
  return el("div", { className: `words${big ? " big" : ""}` }, rich(text, m.entities ?? m.caption_entities, does));
}

function foot(m) {
  return el("footer", {},
    m.has_protected_content && el("span", { title: "Protected: cannot be forwarded or saved" }, "🔒 "),
    m.silent && el("span", { title: "Sent without a sound" }, "🔕 "),
    m.edit_date && el("span", {}, "edited "),
    el("time", { dateTime: new Date(m.date * 1000).toISOString() }, clock(m.date)));
}

function keyboard(m, does) {
  return el("div", { className: "inline", role: "group", "aria-label": "Buttons" },
    m.reply_markup.inline_keyboard.map((row) => el("div", {}, row.map((button) => inlineButton(m, button, does)))));
}

function inlineButton(m, button, does) {
  if (button.url) {
    const a = link(button.url, [button.text, el("i", { "aria-hidden": "true" }, "↗")], does);
    a.classList.add("key");
    a.title = button.url;
    return a;
  }
  const node = el("button", { type: "button", className: "key" }, button.text);
  if (button.callback_data) node.addEventListener("click", () => does.tap(m, button, node));
  else if (button.copy_text) node.addEventListener("click", () => does.copy(button.copy_text.text));
  else if (button.switch_inline_query_current_chat !== undefined) {
    node.addEventListener("click", () => does.insert(button.switch_inline_query_current_chat));
  } else {
    node.disabled = true;
    node.title = "This kind of button does nothing here";
  }
  return node;
}

function actions(m, own, does) {
  return el("div", { className: "actions" },
    own && iconButton("edit", "Edit", () => does.edit(m)),
    iconButton("reply", "Reply", () => does.reply(m)));
}
