// The page behind a sign-in link. Previews and scanners open links too, so only a click spends it.

import { call } from './api.js';
import { $, show } from './dom.js';
import { begin, busy, secret, tell } from './page.js';
import { enter, signedIn } from './session.js';

const code = secret();

begin();
$('#replace').hidden = !signedIn();
$('#enter').addEventListener('click', (e) => busy(e.currentTarget, spend));
show(code ? 'ask' : 'missing');

async function spend() {
  try {
    enter(await call('POST', '/auth/callback', { code }));
    location.replace('/');
  } catch (problem) {
    tell($(problem.passing() ? '#ask-error' : '#problem'), problem);
    show(problem.passing() ? 'ask' : 'problem');
  }
}
