// The card that connects a Telegram chat to the account, and parts them.

import { callSignedIn } from './api.js';
import { $, ask } from './dom.js';
import { clock, hush, say } from './language.js';
import { busy, tell } from './page.js';
import { showSessions } from './sessions.js';

// Milliseconds.
const TICK = 1000; // of the time that a code has left
const GLANCE = 4000; // between two looks whether it was used
const COPIED = 3000; // until the button offers to copy again

let waiting; // for the code to be used
let looked = 0; // when it was last looked

// showTelegram shows the state of a user's chat.
export function showTelegram(user) {
  const linked = user.telegram_id !== null;
  stop();
  hush($('#telegram-error'));
  hush($('#telegram-news'));
  $('#telegram-code').hidden = true;
  $('#unlink').hidden = !linked;
  $('#generate').hidden = linked;
  say($('#generate'), 'telegram.generate');
  say($('#telegram-state'), ...(linked ? ['telegram.linked', { name: nameOf(user) }] : ['telegram.unlinked']));
}

const nameOf = (user) => (user.username ? `@${user.username}` : String(user.telegram_id));

$('#generate').addEventListener('click', (e) => run(e.currentTarget, generate));
$('#unlink').addEventListener('click', (e) => run(e.currentTarget, unlink));
$('#copy').addEventListener('click', copy);
document.addEventListener('visibilitychange', () => { looked = 0; }); // somebody is back from the chat

function run(button, work) {
  hush($('#telegram-error'));
  hush($('#telegram-news'));
  busy(button, work).catch((problem) => tell($('#telegram-error'), problem));
}

async function generate() {
  const { code, deep_link: link, qr, expires_in: seconds } =
    await callSignedIn('POST', '/auth/code/generate', { purpose: 'telegram_link', qr: true });
  $('#deep-link').href = link;
  $('#qr').src = qr;
  $('#code').textContent = `${code.slice(0, 4)}-${code.slice(4)}`;
  say($('#generate'), 'telegram.again');
  say($('#copy'), 'telegram.copy');
  $('#telegram-code').hidden = false;
  wait(Date.now() + seconds * 1000);
}

// wait counts the time down that a code has, and notices by itself that it was used.
function wait(ends) {
  stop();
  looked = Date.now();
  const tick = () => {
    const left = ends - Date.now();
    if (left <= 0) return expire();
    say($('#valid'), 'telegram.valid', { time: clock(left / 1000) });
    if (!document.hidden && Date.now() - looked >= GLANCE) look();
  };
  waiting = setInterval(tick, TICK);
  tick();
}

async function look() {
  looked = Date.now();
  const mine = waiting;
  const user = await callSignedIn('GET', '/users/me').catch(() => null); // the next look may succeed
  if (user === null || user.telegram_id === null || waiting !== mine) return;
  await changed(user);
  say($('#telegram-news'), 'telegram.done');
}

function stop() {
  clearInterval(waiting);
  waiting = undefined;
}

function expire() {
  stop();
  $('#telegram-code').hidden = true;
  say($('#telegram-error'), 'telegram.over');
}

async function copy() {
  const code = $('#code').textContent;
  try {
    await navigator.clipboard.writeText(code);
    say($('#copy'), 'telegram.copied');
    setTimeout(() => say($('#copy'), 'telegram.copy'), COPIED);
  } catch {
    getSelection().selectAllChildren($('#code')); // where the page may not write, it helps to mark
  }
}

async function unlink() {
  if (!await ask($('#sure'))) return;
  await callSignedIn('POST', '/auth/telegram/unlink');
  await changed(await callSignedIn('GET', '/users/me'));
}

// changed shows what comes and goes with a chat: its name, and its session.
async function changed(user) {
  showTelegram(user);
  await showSessions();
}
