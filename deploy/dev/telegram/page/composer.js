// The text field of a column: writing, editing, replying, files, the menu of
// commands and the keyboard a bot puts under it.
import { el, icon, iconButton } from "./dom.js";
import { preview } from "./bubble.js";
import { menu, store } from "./store.js";

export class Composer {
  constructor(column) {
    this.column = column;
    this.target = null; // {edit: message} or {reply: message}
    this.commands = null;
    this.chosen = 0;
    this.build();
  }

  build() {
    const id = `menu-${this.column.person}`;
    this.list = el("ul", { className: "commands", role: "listbox", id, "aria-label": "Commands", hidden: true });
    this.field = el("textarea", {
      rows: 1, maxLength: 4096, placeholder: "Message", "aria-label": "Message", "aria-controls": id, autocomplete: "off",
      oninput: () => this.typed(), onkeydown: (event) => this.key(event),
      onpaste: (event) => { if (event.clipboardData.files.length) { event.preventDefault(); this.upload([...event.clipboardData.files]); } },
    });
    this.about = el("div", { className: "about", hidden: true });
    this.keys = el("div", { className: "keys", role: "group", "aria-label": "Keyboard of the bot", hidden: true });
    this.files = el("input", { type: "file", multiple: true, hidden: true, onchange: () => { this.upload([...this.files.files]); this.files.value = ""; } });
    this.slash = el("button", { type: "button", className: "icon slash", title: "Commands", "aria-label": "Commands", onclick: () => this.toggleMenu() }, "/");
    this.send = el("button", { className: "icon send", title: "Send", "aria-label": "Send" }, icon("send"));
    this.form = el("form", { className: "composer", onsubmit: (event) => { event.preventDefault(); this.submit(); } },
      this.slash, iconButton("clip", "Attach a photo or file", () => this.files.click()), this.files, this.field, this.send);
    this.start = el("button", { type: "button", className: "start", hidden: true, onclick: () => this.column.say("/start") }, "Start");
    this.node = el("div", { className: "writing" }, this.list, this.about, this.start, this.form, this.keys);
  }

  /** refresh suits the composer to the chat as it is now. */
  refresh() {
    const chat = this.column.chat();
    if (!chat) return;
    const mine = chat.type === "private";
    const restart = mine && chat.blocked;
    this.start.hidden = !(mine && (chat.messages.length === 0 || restart));
    this.start.textContent = restart ? "Restart bot" : "Start";
    this.form.hidden = !this.start.hidden;
    this.showKeys(chat.messages);
    this.commands = null;
  }

  /** showKeys shows the newest keyboard the bot sent, unless it took it back. */
  showKeys(messages) {
    const last = messages.findLast((m) => m.keyboard && m.from?.is_bot);
    const rows = last?.keyboard.keyboard;
    this.keys.hidden = !rows || !this.start.hidden || this.used === last.message_id;
    this.field.placeholder = last?.keyboard.input_field_placeholder || "Message";
    if (last?.keyboard.force_reply && this.forced !== last.message_id) {
      this.forced = last.message_id;
      this.aim("reply", last);
    }
    if (!rows) return;
    this.keys.replaceChildren(...rows.map((row) => el("div", {}, row.map((key) =>
      el("button", { type: "button", className: "key", onclick: () => {
        if (last.keyboard.one_time_keyboard) this.used = last.message_id;
        this.column.say(key.text);
      } }, key.text)))));
  }

  insert(text) {
    this.field.value = text;
    this.field.focus();
    this.typed();
  }

  edit(message) {
    this.aim("edit", message);
    this.insert(message.text ?? message.caption ?? "");
  }

  reply(message) {
    this.aim("reply", message);
    this.field.focus();
  }

  aim(kind, message) {
    this.target = { kind, message };
    this.about.hidden = false;
    this.about.replaceChildren(icon(kind),
      el("span", {}, el("strong", {}, kind === "edit" ? "Edit message" : "Reply"), preview(message)),
      iconButton("close", "Cancel", () => this.forget()));
  }

  forget() {
    if (this.target?.kind === "edit") this.field.value = "";
    this.target = null;
    this.about.hidden = true;
    this.grow();
  }

  async submit() {
    const text = this.field.value.trim();
    if (!text) return;
    const { kind, message } = this.target ?? {};
    const done = kind === "edit"
      ? await this.column.attempt("edit", { message: message.message_id, text })
      : await this.column.say(text, message?.message_id);
    if (!done) return;
    this.field.value = "";
    this.forget();
    this.hideMenu();
  }

  async upload(files) {
    for (const file of files) {
      const data = new Uint8Array(await file.arrayBuffer());
      await this.column.attempt("upload", {
        name: file.name, content: base64(data), text: this.field.value.trim(),
        as_photo: /^image\/(png|jpeg|gif)$/.test(file.type),
      });
      this.field.value = "";
    }
    this.grow();
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 160)}px`;
  }

  typed() {
    this.grow();
    const text = this.field.value;
    if (/^\/\w*$/.test(text)) this.showMenu(text.slice(1));
    else this.hideMenu();
  }

  toggleMenu() {
    if (this.list.hidden) this.showMenu("");
    else this.hideMenu();
    this.field.focus();
  }

  async showMenu(start) {
    this.commands ??= await menu(this.column.person, this.column.chatID);
    const found = this.commands.filter((c) => c.command.startsWith(start.toLowerCase()));
    this.chosen = 0;
    this.list.replaceChildren(...found.map((c, i) => el("li", {
      role: "option", id: `${this.list.id}-${i}`, "data-command": `/${c.command}`,
      onpointerdown: (event) => { event.preventDefault(); this.choose(i); },
    }, el("strong", {}, `/${c.command}`), el("span", {}, c.description))));
    if (found.length === 0 && start === "") {
      this.list.replaceChildren(el("li", { className: "none" }, "The bot has not set any commands."));
    }
    this.list.hidden = this.list.children.length === 0;
    this.mark();
  }

  hideMenu() {
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }

  mark() {
    [...this.list.children].forEach((item, i) => {
      item.setAttribute("aria-selected", String(i === this.chosen));
      if (i !== this.chosen) return;
      item.scrollIntoView({ block: "nearest" });
      this.field.setAttribute("aria-activedescendant", item.id);
    });
  }

  choose(i) {
    const command = this.list.children[i]?.dataset.command;
    if (!command) return;
    this.hideMenu();
    this.field.value = "";
    const chat = this.column.chat();
    this.column.say(chat.type === "private" ? command : `${command}@${store.bot.username}`);
  }

  key(event) {
    const menuOpen = !this.list.hidden && this.list.firstChild?.dataset.command;
    if (event.key === "Escape") {
      this.hideMenu();
      this.forget();
    } else if (menuOpen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const n = this.list.children.length;
      this.chosen = (this.chosen + (event.key === "ArrowDown" ? 1 : n - 1)) % n;
      this.mark();
    } else if (menuOpen && event.key === "Tab") {
      event.preventDefault();
      this.insert(`${this.list.children[this.chosen].dataset.command} `);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (menuOpen) this.choose(this.chosen);
      else this.form.requestSubmit();
    } else if (event.key === "ArrowUp" && this.field.value === "") {
      const own = this.column.chat()?.messages.findLast((m) => m.from?.id === this.column.person && (m.text || m.caption));
      if (own) { event.preventDefault(); this.edit(own); }
    }
  }
}

export function base64(data) {
  let text = "";
  for (let at = 0; at < data.length; at += 0x8000) text += String.fromCharCode(...data.subarray(at, at + 0x8000));
  return btoa(text);
}
