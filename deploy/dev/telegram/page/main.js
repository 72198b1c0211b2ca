// The page: people side by side, and the dialogs that add to them.
import { avatar, el, fullName } from "./dom.js";
import { Column } from "./column.js";
import { readCode } from "./deeplink.js";
import { act, listen, on, remember, remembered, store } from "./store.js";

const columns = new Map();
const $ = (id) => document.getElementById(id);
let order = remembered("order", []);
let hidden = new Set(remembered("hidden", []));
let current = remembered("current", 0);

function sync() {
  for (const id of store.people.keys()) if (!order.includes(id)) order.push(id);
  order = order.filter((id) => store.people.has(id));
  for (const id of order) {
    if (!columns.has(id)) columns.set(id, new Column(id, { alert: showAlert, hide: () => setHidden(id, true) }));
    columns.get(id).refresh();
  }
  for (const [id, column] of columns) {
    if (store.people.has(id)) continue;
    column.node.remove();
    columns.delete(id);
  }
  arrange();
}

/** arrange shows who is shown; on a phone, only the current one (by CSS). */
function arrange() {
  const shown = order.filter((id) => !hidden.has(id));
  if (!shown.includes(current)) current = shown[0] ?? 0;
  const nodes = shown.map((id) => columns.get(id).node);
  const main = $("columns");
  if (nodes.length !== main.children.length || nodes.some((node, i) => main.children[i] !== node)) main.replaceChildren(...nodes);
  for (const id of shown) {
    columns.get(id).node.classList.toggle("current", id === current);
    columns.get(id).bottom();
  }
  $("tabs").replaceChildren(...order.map(tab));
  remember("order", order);
  remember("hidden", [...hidden]);
  remember("current", current);
}

function tab(id) {
  const person = store.people.get(id);
  const name = fullName(person);
  return el("button", {
    type: "button", title: name, "aria-label": name, "aria-current": id === current ? "true" : null, id: `tab-${id}`,
    className: hidden.has(id) ? "away" : "",
    onclick: () => { current = id; setHidden(id, false); columns.get(id).node.scrollIntoView({ inline: "nearest" }); },
  }, avatar(id, name, person.photo));
}

function setHidden(id, away) {
  if (away) hidden.add(id);
  else hidden.delete(id);
  arrange();
}

function showAlert(text) {
  $("alert-text").textContent = text;
  $("alert").showModal();
}

/** people offers everybody as radio buttons or checkboxes of a dialog. */
function people(dialog, type) {
  const box = dialog.querySelector(".choices");
  box.replaceChildren(...order.map((id) => el("label", {},
    el("input", { type, name: "who", value: id, checked: type === "checkbox" || id === current }),
    fullName(store.people.get(id)))));
}

function open(name) {
  const dialog = $(name);
  dialog.querySelector("form").reset();
  dialog.querySelector(".error").textContent = "";
  if (name === "group") people(dialog, "checkbox");
  if (name === "link") people(dialog, "radio");
  dialog.showModal();
}

const finish = {
  async person(form) {
    const { id } = await act("person", Object.fromEntries(form));
    current = id;
    arrangeSoon(id);
  },
  async group(form) {
    const ids = form.getAll("who").map(Number);
    const { id } = await act("group", { text: form.get("text"), people: ids });
    for (const who of ids) columns.get(who)?.show(id);
  },
  async link(form) {
    const code = readCode(form.get("link"));
    if (code === null) throw new Error(`This is no link to @${store.bot.username} and no code.`);
    const who = Number(form.get("who"));
    setHidden(who, false);
    await columns.get(who).start(code);
  },
};

/** arrangeSoon shows a person whose event may come before or after the answer. */
function arrangeSoon(id) {
  if (columns.has(id)) {
    setHidden(id, false);
    columns.get(id).node.scrollIntoView({ inline: "end" });
  }
}

for (const [name, run] of Object.entries(finish)) {
  const dialog = $(name);
  dialog.querySelector("[data-closes]").addEventListener("click", () => dialog.close());
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await run(new FormData(event.target));
      dialog.close();
    } catch (error) {
      dialog.querySelector(".error").textContent = error.message;
    }
  });
}
for (const button of document.querySelectorAll("[data-opens]")) {
  button.addEventListener("click", () => open(button.dataset.opens));
}

let ready = false;

/** begin runs when everything has come: the first person, and a link to open. */
async function begin() {
  if (store.people.size === 0) {
    const language = ["ro", "ru"].find((l) => navigator.language.startsWith(l)) ?? "en";
    await act("person", { first_name: "Ana", language });
  }
  const code = new URLSearchParams(location.search).get("start");
  if (code === null) return;
  history.replaceState(null, "", "/");
  open("link");
  $("link").querySelector("[name=link]").value = code;
}

on("bot", () => { $("bot").textContent = `@${store.bot.username}`; });
on("people", () => { if (ready) sync(); });
on("chat", (chat) => {
  if (!ready) return;
  for (const id of chat.members) columns.get(id)?.refresh();
  for (const column of columns.values()) if (column.chatID === chat.id && !chat.members.includes(column.person)) column.refresh();
});
on("message", (message) => {
  if (!ready) return;
  for (const column of columns.values()) column.put(message);
  const member = store.chats.get(message.chat.id)?.members ?? [];
  for (const id of member) if (id !== current && message.from?.is_bot) $(`tab-${id}`)?.classList.add("news");
});
on("deleted", ({ chat, message_id }) => {
  for (const column of columns.values()) if (column.chatID === chat) column.deleted(message_id);
});
on("action", ({ chat, action }) => {
  for (const column of columns.values()) if (column.chatID === chat) column.acting(action);
});
on("answer", ({ person, query, answer }) => columns.get(person)?.answered(query, answer));
on("commands", () => { for (const column of columns.values()) column.composer.commands = null; });
on("online", (is) => {
  $("offline").hidden = is;
  if (!is) ready = false;
});
on("ready", () => {
  ready = true;
  sync();
  begin().catch((error) => showAlert(error.message));
});
listen();
