// What the page knows of the server, kept current by its stream of events.

export const store = {
  bot: { first_name: "Bot", username: "", id: 0 },
  about: {},
  people: new Map(),
  chats: new Map(),
};

const listeners = new Map();

/** on calls back for every event of a kind. */
export function on(kind, callback) {
  listeners.set(kind, [...(listeners.get(kind) ?? []), callback]);
}

function emit(kind, data) {
  for (const callback of listeners.get(kind) ?? []) callback(data);
}

const absorb = {
  bot({ bot, about }) { store.bot = bot; store.about = about; },
  people(people) { store.people = new Map(people.map((p) => [p.id, p])); },
  chat(chat) { store.chats.set(chat.id, chat); },
  message(message) {
    const all = store.chats.get(message.chat.id)?.messages;
    if (!all) return;
    const at = all.findIndex((m) => m.message_id === message.message_id);
    if (at < 0) all.push(message);
    else all[at] = message;
  },
  deleted({ chat, message_id }) {
    const known = store.chats.get(chat);
    if (known) known.messages = known.messages.filter((m) => m.message_id !== message_id);
  },
};

/** listen follows the server for good; after a break everything comes anew. */
export function listen() {
  const source = new EventSource("local/events");
  source.addEventListener("open", () => emit("online", true));
  source.addEventListener("error", () => emit("online", false));
  for (const kind of ["bot", "people", "chat", "message", "deleted", "action", "answer", "commands", "ready"]) {
    source.addEventListener(kind, (event) => {
      const data = JSON.parse(event.data);
      absorb[kind]?.(data);
      emit(kind, data);
    });
  }
}

/** act does something as a person; it throws the server's sentence. */
export async function act(action, body) {
  const response = await fetch(`local/${action}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => { throw new Error("The local Telegram does not answer."); });
  if (!response.ok) throw new Error(((await response.text()).trim()));
  return response.json();
}

export async function menu(person, chat) {
  const response = await fetch(`local/menu?person=${person}&chat=${chat}`).catch(() => null);
  return response?.ok ? response.json() : [];
}

/** remembered is a small thing this browser keeps. */
export function remembered(key, fallback) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? fallback;
  } catch {
    return fallback;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing forgets the layout, no more.
  }
}
