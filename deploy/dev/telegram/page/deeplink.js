// Links that start the bot: t.me/<bot>?start=CODE and their kin.
import { store } from "./store.js";

const CODE = /^[A-Za-z0-9_-]{0,64}$/;

/** startCode is the code of a link to this bot, or null if it is none. */
export function startCode(link) {
  let url;
  try {
    url = new URL(/^[a-z]+:\/\//i.test(link) ? link : `https://${link}`);
  } catch {
    return null;
  }
  const hosts = ["t.me", "telegram.me", "telegram.dog", location.hostname];
  const name = url.protocol === "tg:" ? url.searchParams.get("domain")
    : hosts.includes(url.hostname) ? url.pathname.replaceAll("/", "") : null;
  if (name?.toLowerCase() !== store.bot.username.toLowerCase()) return null;
  const code = url.searchParams.get("start") ?? "";
  return CODE.test(code) ? code : null;
}

/** readCode takes whatever people paste: a link, "?start=CODE", "/start CODE" or the code. */
export function readCode(text) {
  text = text.trim();
  const bare = text.replace(/^.*\?start=/, "").replace(/^\/start\s+/, "");
  if (/t(elegram)?\.me\/|^tg:/.test(text)) return startCode(text);
  return bare !== "" && CODE.test(bare) ? bare : null;
}
