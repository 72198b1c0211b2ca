// The card that connects a Telegram chat to the account, and parts them.

import { callSignedIn } from './api.js';
import { $, ask } from './dom.js';
import { duration, hush, say } from './language.js';
import { busy, tell } from './page.js';
import { showSessions } from './sessions.js';

const GLANCE = 5000; // milliseconds between two looks whether the code was used

let waiting; // for the code to be used

// showTelegram shows the state of a user's chat.
export function showTelegram(user) {
  const linked = user.telegram_id !== null;
  stop();
  hush($('#telegram-error'));
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

function run(button, work) {
  hush($('#telegram-error'));
  busy(button, work).catch((problem) => tell($('#telegram-error'), problem));
}

async function generate() {
  const { code, deep_link: link, expires_in: seconds } =
    await callSignedIn('POST', '/auth/code/generate', { purpose: 'telegram_link' });
  $('#deep-link').href = link;
  $('#code').textContent = `${code.slice(0, 4)}-${code.slice(4)}`;
  say($('#valid'), 'telegram.valid', { time: duration(seconds) });
  say($('#generate'), 'telegram.again');
  say($('#copy'), 'telegram.copy');
  $('#telegram-code').hidden = false;
  watch(Date.now() + seconds * 1000);
}

// watch looks, while somebody looks at the page, whether the chat was connected meanwhile.
function watch(ends) {
  stop();
  waiting = setInterval(async () => {
    if (Date.now() > ends) return expire();
    if (document.hidden) return;
    const user = await callSignedIn('GET', '/users/me').catch(() => null); // the next look may succeed
    if (user && user.telegram_id !== null && waiting) await changed(user);
  }, GLANCE);
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
