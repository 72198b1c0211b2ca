// The page that the bot's /link opens: a signed-in person looks at the Telegram account behind
// the code and confirms that it is his. Nothing is ever confirmed by opening the page.

import { call, callSignedIn } from './api.js';
import { $, show } from './dom.js';
import { has, hush, say } from './language.js';
import { begin, busy, onSubmit, secret, tell } from './page.js';
import * as session from './session.js';
import { signIn } from './signin.js';

let code = secret();

begin();
onSubmit($('#code-form'), async (input) => {
  code = input.code.replace(/[\s-]/g, '');
  await look();
});
// Where only one side has entries there is nothing to keep apart.
for (const [button, merge] of [['#confirm', 'join'], ['#join', 'join'], ['#keep', 'keep']]) {
  $(button).addEventListener('click', (e) => busy(e.currentTarget, () => confirm(merge)));
}
$('#cancel').addEventListener('click', () => finish('refused'));
$('#other').addEventListener('click', (e) => busy(e.currentTarget, changeAccount));
$('#retry').addEventListener('click', (e) => busy(e.currentTarget, look));
$('#another').addEventListener('click', () => show('code'));
session.onChange(() => location.reload());
await look();

// look goes as far as it can without the person: to whatever is still missing.
async function look() {
  if (code === '') return show('code');
  if (!session.signedIn()) return enter();
  try {
    const [user, chat] = await Promise.all([
      callSignedIn('GET', '/users/me'),
      callSignedIn('POST', '/auth/telegram/confirm/preview', { code }),
    ]);
    present(user, chat);
  } catch (problem) {
    if (problem.status === 401) return enter();
    explain(problem);
  }
}

// enter lets people sign in, if the code is worth it: nobody shall sign up for one that is over.
async function enter() {
  try {
    await call('POST', '/auth/telegram/confirm/check', { code });
  } catch (problem) {
    return explain(problem);
  }
  signIn($('#card'), look);
  show('sign');
}

function present(user, chat) {
  const name = [chat.first_name, chat.last_name].filter(Boolean).join(' ');
  const handle = chat.username ? `@${chat.username}` : '';
  const id = String(chat.chat_id);
  $('#initial').textContent = [...(name || chat.username || '?')][0].toUpperCase();
  if (name || handle) $('#chat-name').replaceChildren(name || handle);
  else say($('#chat-name'), 'nameless', { id });
  $('#chat-handle').textContent = name ? handle : '';
  say($('#chat-to'), 'link.to', { account: user.email ?? (user.first_name || `#${user.id}`) });
  if (chat.moves) say($('#chat-moves'), 'link.moves', chat.moves);
  else hush($('#chat-moves'));
  choose(chat);
  hush($('#confirm-error'));
  show('confirm');
}

// choose asks what becomes of two purses: one place for both, or two.
function choose({ moves, holds }) {
  const both = moves?.entries > 0 && holds.entries > 0;
  if (both) say($('#chat-both'), 'link.both', holds);
  else hush($('#chat-both'));
  $('#confirm').hidden = both;
  $('#join').hidden = !both;
  $('#keep').hidden = !both;
}

async function confirm(merge) {
  hush($('#confirm-error'));
  try {
    await callSignedIn('POST', '/auth/telegram/confirm', { code, merge });
    finish('done');
  } catch (problem) {
    if (problem.status === 401) await enter();
    else if (problem.passing()) tell($('#confirm-error'), problem);
    else explain(problem);
  }
}

function finish(step) {
  history.replaceState(null, '', location.pathname);
  show(step);
}

async function changeAccount() {
  await callSignedIn('POST', '/auth/logout').catch(() => {}); // forgotten here in any case
  session.leave();
  await enter();
}

function explain(problem) {
  const title = `problem.${problem.code}`;
  say($('#problem-title'), has(title) ? title : 'problem');
  tell($('#problem'), problem);
  $('#retry').hidden = !problem.passing();
  $('#another').hidden = problem.passing();
  show('problem');
}
