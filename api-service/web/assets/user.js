// What everyone may see of a user who allows it.

import { call } from './api.js';
import { $, show } from './dom.js';
import { day, say } from './language.js';
import { begin, tell } from './page.js';

const code = decodeURIComponent(location.pathname.split('/').pop());

begin();
try {
  const user = await call('GET', `/users/public/${encodeURIComponent(code)}`);
  $('#initial').textContent = [...(user.first_name || '?')][0].toUpperCase();
  $('#name').textContent = user.first_name || code;
  say($('#since'), 'user.since', { day: day(user.member_since) });
  $('#join').href = `/?ref=${encodeURIComponent(code)}`;
  show('user');
} catch (problem) {
  if (problem.status !== 404) tell($('#problem'), problem);
  show(problem.status === 404 ? 'missing' : 'problem');
}
