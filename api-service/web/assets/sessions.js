// The list of where one is signed in.

import { callSignedIn } from './api.js';
import { $, el } from './dom.js';
import { ago, hush, say } from './language.js';
import { busy, tell } from './page.js';

// showSessions lists the sessions, the one that asks first.
export async function showSessions() {
  hush($('#sessions-error'));
  try {
    const { items } = await callSignedIn('GET', '/auth/sessions');
    items.sort((a, b) => b.current - a.current);
    $('#sessions').replaceChildren(...items.map(line));
  } catch (problem) {
    $('#sessions').replaceChildren();
    if (problem.code === 'auth.step_up') say($('#sessions-error'), 'sessions.stepup');
    else tell($('#sessions-error'), problem);
  }
}

function line(session) {
  const device = deviceName(session);
  const name = el('strong', device === null ? { t: 'sessions.telegram' } : {}, device ?? '');
  const where = session.ip ? `${session.ip} · ` : '';
  const seen = el('small', { t: ['sessions.seen', { where, ago: ago(session.last_seen_at) }] });
  const item = el('li', {}, el('div', {}, name, seen));
  item.append(session.current ? el('span', { class: 'badge', t: 'sessions.this' }) : endButton(session, item));
  return item;
}

function endButton(session, item) {
  const which = el('span', { class: 'unseen' }, ` ${item.querySelector('strong').textContent}`);
  const button = el('button', { type: 'button' }, el('span', { t: 'sessions.end' }), which);
  button.addEventListener('click', () => {
    busy(button, () => end(session, item)).catch((problem) => tell($('#sessions-error'), problem));
  });
  return button;
}

async function end(session, item) {
  await callSignedIn('DELETE', `/auth/sessions/${session.id}`);
  item.remove();
  say($('#sessions-news'), 'sessions.ended');
  $('#sessions-title').focus();
}

const browsers = [
  ['Edge', /Edg/], ['Opera', /OPR/], ['Samsung Internet', /SamsungBrowser/], ['Firefox', /Firefox|FxiOS/],
  ['Chrome', /Chrome|CriOS/], ['Safari', /Safari/],
];
const systems = [
  ['iPhone', /iPhone/], ['iPad', /iPad/], ['Android', /Android/], ['Windows', /Windows/], ['macOS', /Mac OS/], ['Linux', /Linux/],
];

// deviceName says a user agent in two words; null is a chat that has no name.
function deviceName({ kind, device }) {
  if (kind === 'telegram') return device || null;
  const find = (list) => list.find(([, sign]) => sign.test(device))?.[0];
  return [find(browsers), find(systems)].filter(Boolean).join(' · ') || device.slice(0, 40) || '?';
}
