// The card by which people come in: sign in and sign up, as two tabs.

import { call } from './api.js';
import { el } from './dom.js';
import { language } from './language.js';
import { onSubmit } from './page.js';
import { enter } from './session.js';

// signIn fills a place with the card; done is called when somebody is signed in. The referral
// code, where there is one, goes with a sign-up, which is then what is offered first.
export function signIn(place, done, referral = '') {
  const another = anotherPassword();
  const forms = [
    form('in', 'sign.in', [email(), password('in', 'current-password'), another]),
    form('up', 'sign.create', [name(), email('up'), password('up', 'new-password')]),
  ];
  onSubmit(forms[0], async (input) => {
    try {
      done(enter(await call('POST', '/auth/login', input)));
    } catch (problem) {
      if (problem.code === 'auth.password_temporary') reveal(another);
      throw problem;
    }
  });
  onSubmit(forms[1], async (input) => {
    const register = { ...input, language: language(), referral_code: referral };
    done(enter(await call('POST', '/auth/register', register)));
  });
  const tabs = el('div', { class: 'tabs', role: 'tablist', 'data-t-label': 'sign.which' },
    tab('in', 'sign.in'), tab('up', 'sign.up'));
  tabs.addEventListener('click', (e) => e.target.role === 'tab' && choose(e.target));
  tabs.addEventListener('keydown', (e) => {
    if (e.key !== 'ArrowLeft' && e.key !== 'ArrowRight') return;
    const other = e.target.nextElementSibling ?? e.target.previousElementSibling;
    choose(other);
    other.focus();
  });
  place.replaceChildren(tabs, ...forms);
  choose(tabs.children[referral ? 1 : 0]);
}

function choose(chosen) {
  for (const tab of chosen.parentElement.children) {
    tab.ariaSelected = String(tab === chosen);
    tab.tabIndex = tab === chosen ? 0 : -1;
    document.getElementById(tab.getAttribute('aria-controls')).hidden = tab !== chosen;
  }
}

function tab(id, words) {
  return el('button', { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `form-${id}`, t: words });
}

function form(id, words, fields) {
  return el('form', { id: `form-${id}`, role: 'tabpanel', 'aria-labelledby': `tab-${id}`, novalidate: true },
    ...fields,
    el('p', { class: 'error', role: 'alert' }),
    el('button', { class: 'primary', type: 'submit', t: words }));
}

function field(words, attributes, ...more) {
  return el('label', {}, el('span', { t: words }), ...more, el('input', attributes));
}

function email(form = 'in') {
  return field('sign.email', { id: `email-${form}`, name: 'email', type: 'email', autocomplete: 'username', required: true });
}

function password(form, autocomplete) {
  return field('sign.password', { id: `password-${form}`, name: 'password', type: 'password', autocomplete, required: true });
}

// anotherPassword is asked for where the one that was given only lets its owner choose another.
function anotherPassword() {
  const input = { id: 'password-new', name: 'new_password', type: 'password', autocomplete: 'new-password', required: true };
  const label = field('sign.password.new', { ...input, disabled: true });
  label.hidden = true;
  return label;
}

function reveal(label) {
  label.hidden = false;
  label.querySelector('input').disabled = false;
}

function name() {
  return field('sign.name', { id: 'name-up', name: 'first_name', autocomplete: 'given-name', maxlength: 128 },
    el('span', { class: 'aside', t: 'sign.optional' }));
}
