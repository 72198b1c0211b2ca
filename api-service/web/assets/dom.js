// Making and showing parts of a page.

import { say } from './language.js';

export const $ = (selector) => document.querySelector(selector);

// el makes an element. Attributes are set as they are, but for t (words, or [words, values])
// and functions, which listen to the event of their name.
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 't') say(node, ...[value].flat());
    else if (typeof value === 'function') node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

// show leaves one step of a page to be seen and takes people there who do not see it.
export function show(name) {
  for (const step of document.querySelectorAll('[data-step]')) step.hidden = step.dataset.step !== name;
  const heading = document.querySelector(`[data-step="${name}"] :is(h1, h2)`);
  if (heading) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
}

// ask shows a dialog and tells whether it was agreed to.
export function ask(dialog) {
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener('close', () => answer(dialog.returnValue === 'yes'), { once: true });
  });
}
