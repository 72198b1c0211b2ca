// What all pages do: speak the language, tell of problems, and send forms.

import { has, hush, say, speak } from './language.js';
import { $, el } from './dom.js';
import { Problem } from './api.js';

// begin makes a page ready to be seen.
export function begin() {
  speak();
  const offline = () => { $('#offline').hidden = navigator.onLine; };
  window.addEventListener('online', offline);
  window.addEventListener('offline', offline);
  offline();
  document.documentElement.dataset.ready = '';
}

// secret takes the code out of the address, where it would be seen, kept and sent on, and
// keeps it with this entry of the history, so that it outlives a reload.
export function secret() {
  const code = new URLSearchParams(location.search).get('code') ?? history.state?.code ?? '';
  history.replaceState({ code }, '', location.pathname);
  return code.trim();
}

// busy runs work once at a time for a button, which says that it is under way.
export async function busy(button, work) {
  if (button.ariaBusy === 'true') return;
  button.ariaBusy = 'true';
  try {
    await work();
  } finally {
    button.ariaBusy = 'false';
  }
}

// tell says a problem in a place that screen readers watch.
export function tell(place, problem) {
  if (!(problem instanceof Problem)) throw problem; // a fault of this page
  say(place, ...problem.words());
}

// onSubmit sends a form by send, and shows at its fields what was wrong with them. What can be
// seen to be wrong is not sent: tries are counted.
export function onSubmit(form, send) {
  form.addEventListener('submit', (e) => {
    e.preventDefault();
    clear(form);
    const faults = visibleFaults(form);
    if (faults.length > 0) return point(form, faults);
    busy(form.querySelector('[type=submit]'), () => send(Object.fromEntries(new FormData(form))))
      .catch((problem) => explain(form, problem));
  });
}

function visibleFaults(form) {
  return [...form.elements].filter((input) => !input.checkValidity()).map((input) => ({
    field: input.name, code: input.validity.valueMissing ? 'required' : 'invalid',
  }));
}

function clear(form) {
  hush(form.querySelector('.error'));
  for (const note of form.querySelectorAll('.fault')) note.remove();
  for (const input of form.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid');
    input.removeAttribute('aria-describedby');
  }
}

function explain(form, problem) {
  const faults = (problem.errors ?? []).filter((fault) => form.elements[fault.field]);
  if (faults.length > 0) point(form, faults);
  else tell(form.querySelector('.error'), problem);
}

// point says at each field what is wrong with it and goes to the first.
function point(form, faults) {
  for (const { field, code, message } of faults) {
    const input = form.elements[field];
    const id = `${input.id}-fault`;
    const known = `fault.${code}`;
    input.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-describedby', id);
    input.closest('label').append(el('span', { class: 'fault', id, t: has(known) ? [known] : ['plain', { text: message }] }));
  }
  form.elements[faults[0].field].focus();
}
