// One person's Telegram: a header, a chat, a text field.
import { avatar, day, el, fullName, icon } from "./dom.js";
import { bubble } from "./bubble.js";
import { base64, Composer } from "./composer.js";
import { act, remember, remembered, store } from "./store.js";

const PATIENCE = 30_000; // how long a tapped button spins

export class Column {
  constructor(person, { alert, hide }) {
    this.person = person;
    this.alert = alert;
    this.chatID = remembered(`chat-${person}`, person);
    this.taps = new Map(); // by query: the button that spins
    this.answers = new Map(); // that came before the query's id was known
    this.composer = new Composer(this);
    this.build(hide);
    this.refresh();
  }

  build(hide) {
    this.face = el("span", { className: "face" });
    this.name = el("strong");
    this.language = el("select", { "aria-label": "Language of their Telegram", title: "Language of their Telegram", onchange: () => this.attempt("language", { language: this.language.value }) },
      [["en", "EN"], ["ro", "RO"], ["ru", "RU"]].map(([value, label]) => el("option", { value }, label)));
    this.switcher = el("select", { className: "switcher", "aria-label": "Chat", onchange: () => this.show(Number(this.switcher.value)) });
    this.more = el("div", { className: "menu", popover: "auto", id: `more-${this.person}` });
    this.photo = el("input", { type: "file", accept: "image/png,image/jpeg,image/gif", hidden: true, "aria-label": "Profile photo", onchange: () => this.setPhoto() });
    this.log = el("ol", { className: "log", role: "log", "aria-live": "polite", "aria-label": "Messages", tabIndex: 0 });
    this.typing = el("p", { className: "typing", role: "status" });
    this.toasts = el("div", { className: "toasts", role: "status" });
    this.node = el("section", { className: "column" },
      el("header", {}, this.face, el("div", { className: "who" }, this.name, this.switcher), this.language,
        el("button", { type: "button", className: "icon", popovertarget: this.more.id, title: "More", "aria-label": "More" }, icon("more")), this.more, this.photo),
      this.log, this.typing, this.toasts, this.composer.node);
    this.hide = hide;
  }

  chat() { return store.chats.get(this.chatID); }

  /** refresh draws everything anew. */
  refresh() {
    const user = store.people.get(this.person);
    if (!user) return;
    if (!this.chat()?.members.includes(this.person)) this.chatID = this.person;
    this.node.setAttribute("aria-label", `Telegram of ${fullName(user)}`);
    this.face.replaceChildren(avatar(user.id, fullName(user), user.photo));
    this.name.textContent = fullName(user);
    this.name.title = `id ${user.id}${user.username ? `, @${user.username}` : ""}`;
    this.language.value = user.language_code;
    this.showSwitcher();
    this.showMore(user);
    this.showLog();
    this.composer.refresh();
  }

  showSwitcher() {
    const chats = [...store.chats.values()].filter((c) => c.members.includes(this.person));
    this.switcher.replaceChildren(...chats
      .sort((a, b) => (b.type === "private") - (a.type === "private") || a.title.localeCompare(b.title))
      .map((c) => el("option", { value: c.id }, c.type === "private" ? `@${store.bot.username}` : `${c.title} (${c.members.length + (c.bot_in ? 1 : 0)})`)));
    this.switcher.value = this.chatID;
  }

  showMore(user) {
    const chat = this.chat();
    const item = (label, run, danger) => el("button", { type: "button", className: danger ? "danger" : "", onclick: () => { this.more.hidePopover(); run(); } }, label);
    const mine = chat?.type === "private";
    this.more.replaceChildren(...[
      el("p", {}, `id ${user.id}`, user.username ? el("br") : "", user.username ? `@${user.username}` : ""),
      mine && item(chat.blocked ? "Unblock the bot" : "Block the bot", () => this.attempt(chat.blocked ? "unblock" : "block", {})),
      mine && item("Clear the history", () => this.attempt("clear", {}), true),
      chat && !mine && item(chat.bot_in ? "Remove the bot from the group" : "Add the bot to the group", () => this.attempt(chat.bot_in ? "kick" : "invite", {})),
      item(user.photo ? "Change the profile photo…" : "Set a profile photo…", () => this.photo.click()),
      user.photo && item("Remove the profile photo", () => this.attempt("photo", {}), true),
      item("Copy the id", () => this.copy(String(user.id))),
      item("Hide this column", () => this.hide()),
    ].filter(Boolean));
  }

  show(id) {
    this.chatID = id;
    remember(`chat-${this.person}`, id);
    this.composer.forget();
    this.refresh();
  }

  showLog() {
    const chat = this.chat();
    this.log.replaceChildren();
    if (!chat) return;
    if (chat.messages.length === 0) this.log.append(this.welcome());
    for (const message of chat.messages) this.append(message);
    this.bottom();
  }

  welcome() {
    const about = store.about[`description/${store.people.get(this.person)?.language_code}`] ?? store.about["description/"];
    return el("li", { className: "welcome" }, avatar(store.bot.id, store.bot.first_name), el("strong", {}, store.bot.first_name),
      el("p", {}, about || "What can this bot do? Press Start to find out."));
  }

  append(message) {
    const date = day(message.date);
    if (this.log.dataset.day !== date || !this.log.querySelector(".day")) {
      this.log.append(el("li", { className: "day" }, date));
      this.log.dataset.day = date;
    }
    this.log.append(this.bubble(message));
  }

  bubble(message) {
    return bubble(message, { person: this.person, group: this.chat().type !== "private", does: this.does });
  }

  bottom() { this.log.scrollTop = this.log.scrollHeight; }

  /** put shows a new or changed message without moving the reader. */
  put(message) {
    if (message.chat.id !== this.chatID) return;
    const near = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 120;
    const old = this.log.querySelector(`[data-id="${message.message_id}"]`);
    if (old) {
      const focused = [...old.querySelectorAll("button, a")].indexOf(document.activeElement);
      const fresh = this.bubble(message);
      old.replaceWith(fresh);
      if (focused >= 0) (fresh.querySelectorAll("button, a")[focused] ?? this.composer.field).focus();
    } else {
      this.log.querySelector(".welcome")?.remove();
      this.append(message);
      if (message.from?.is_bot) this.typing.textContent = "";
    }
    if (near || message.from?.id === this.person) {
      this.bottom();
      this.log.querySelectorAll(`[data-id="${message.message_id}"] img`).forEach((img) => img.addEventListener("load", () => this.bottom()));
    }
    this.composer.refresh();
  }

  deleted(id) {
    this.log.querySelector(`[data-id="${id}"]`)?.remove();
    this.composer.refresh();
  }

  acting(action) {
    const doing = action.startsWith("upload") ? "sending a file" : "typing";
    this.typing.textContent = `${store.bot.first_name} is ${doing}…`;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => { this.typing.textContent = ""; }, 5000);
  }

  /** attempt does something as this person; false if it was refused, which it says. */
  async attempt(action, body) {
    try {
      return await act(action, { person: this.person, chat: this.chatID, ...body });
    } catch (error) {
      this.toast(error.message);
      return false;
    }
  }

  say(text, replyTo) { return this.attempt("send", { text, message: replyTo }); }

  start(code) {
    if (this.chatID !== this.person) this.show(this.person);
    return this.say(`/start ${code}`.trim());
  }

  does = {
    send: (text) => this.say(text),
    start: (code) => this.start(code),
    edit: (message) => this.composer.edit(message),
    reply: (message) => this.composer.reply(message),
    copy: (text) => this.copy(text),
    insert: (query) => this.composer.insert(`@${store.bot.username} ${query}`),
    tap: (message, button, node) => this.tap(message, button, node),
  };

  async tap(message, button, node) {
    node.classList.add("waiting");
    node.setAttribute("aria-busy", "true");
    const rest = () => { node.classList.remove("waiting"); node.removeAttribute("aria-busy"); };
    const tapped = await this.attempt("tap", { message: message.message_id, data: button.callback_data });
    if (!tapped) return rest();
    if (this.answers.has(tapped.query)) {
      rest();
      this.answers.delete(tapped.query);
      return;
    }
    this.taps.set(tapped.query, rest);
    setTimeout(() => { this.taps.delete(tapped.query); rest(); }, PATIENCE);
  }

  answered(query, answer) {
    const rest = this.taps.get(query);
    if (rest) rest();
    else this.answers.set(query, answer);
    this.taps.delete(query);
    if (answer.url) this.start(new URL(answer.url).searchParams.get("start") ?? "");
    if (!answer.text) return;
    if (answer.show_alert) this.alert(answer.text);
    else this.toast(answer.text);
  }

  /** setPhoto shows a face, which the bot may look at. */
  async setPhoto() {
    const [file] = this.photo.files;
    this.photo.value = "";
    if (file) await this.attempt("photo", { content: base64(new Uint8Array(await file.arrayBuffer())) });
  }

  async copy(text) {
    await navigator.clipboard?.writeText(text).then(() => this.toast("Copied"), () => this.toast(text));
  }

  toast(text) {
    const note = el("p", {}, text);
    this.toasts.replaceChildren(note);
    setTimeout(() => note.remove(), 4000);
  }
}
