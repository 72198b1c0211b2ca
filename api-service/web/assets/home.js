// The start page: what this is and how to come in, or what is one's own.

import { callSignedIn } from './api.js';
import { $, show } from './dom.js';
import { say } from './language.js';
import { begin, busy, tell } from './page.js';
import { showPublic } from './public.js';
import * as session from './session.js';
import { showSessions } from './sessions.js';
import { signIn } from './signin.js';
import { showTelegram } from './telegram.js';

begin();
session.onChange(() => location.reload());
$('#sign-out').addEventListener('click', (e) => busy(e.currentTarget, signOut));
$('#retry').addEventListener('click', (e) => busy(e.currentTarget, open));
await open();

async function open() {
  if (!session.signedIn()) return welcome();
  try {
    const user = await callSignedIn('GET', '/users/me');
    greet(user);
    showTelegram(user);
    showPublic(user);
    show('in');
    await showSessions();
  } catch (problem) {
    if (problem.status === 401) return welcome();
    tell($('#problem'), problem);
    show('problem');
  }
}

function welcome() {
  const invitation = new URLSearchParams(location.search).get('ref') ?? '';
  signIn($('#card'), open, invitation);
  if (invitation) $('#open-chat').search = new URLSearchParams({ start: invitation });
  show('out');
}

function greet(user) {
  const name = user.first_name || user.username;
  say($('#hello'), name ? 'hello' : 'hello.nameless', { name });
  $('#account').hidden = !user.email;
  if (user.email) say($('#account'), 'signed.as', { account: user.email });
}

async function signOut() {
  // The tokens are forgotten here even where the API could not be told.
  await callSignedIn('POST', '/auth/logout').catch(() => {});
  session.leave();
  welcome();
}
