// Which language the pages speak, and how a text gets into them.

import { words } from './words.js';

const KEY = 'language';
const names = { en: 'English', ro: 'Română', ru: 'Русский' };

let current = chosen() ?? preferred();
const spoken = new WeakMap(); // node → the values its text was made with

// Storage is refused where cookies are: then a choice lasts as long as the page.
function chosen() {
  try {
    const kept = localStorage.getItem(KEY);
    return kept in words ? kept : null;
  } catch {
    return null;
  }
}

function preferred() {
  const tags = navigator.languages.map((tag) => tag.split('-')[0]);
  return tags.find((tag) => tag in words) ?? 'en';
}

export const language = () => current;

// has tells whether there are words for a key.
export const has = (key) => key in words[current];

// text is the words for a key with {name}s replaced. A value that is a function is called when
// it is needed, so that dates and durations follow a change of language.
export function text(key, values = {}) {
  return (words[current][key] ?? key).replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === 'function' ? value() : value;
  });
}

// say puts a text into a node and keeps it there in whatever language is chosen later.
export function say(node, key, values) {
  node.dataset.t = key;
  spoken.set(node, values);
  node.textContent = text(key, values);
  return node;
}

// hush empties a node for good.
export function hush(node) {
  delete node.dataset.t;
  node.textContent = '';
}

const units = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

// unit is the largest unit of which there are two, so that "90 seconds" is said, not "1.5 minutes".
const unit = (seconds) => units.find(([, size]) => seconds >= 2 * size) ?? units.at(-1);

// clock is what is left of a time as a clock shows it: "14:59".
export const clock = (seconds) => {
  const left = Math.ceil(seconds);
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
};

// within is how far ahead a time is: "in 20 seconds"; ago is how far back: "3 days ago".
export const within = (seconds) => () => {
  const [name, size] = unit(seconds);
  return relative().format(Math.ceil(seconds / size), name);
};

export const ago = (iso) => () => {
  const seconds = Math.max(0, (Date.now() - new Date(iso)) / 1000);
  const [name, size] = unit(seconds);
  return size === 1 ? relative().format(0, 'second') : relative().format(-Math.floor(seconds / size), name);
};

const relative = () => new Intl.RelativeTimeFormat(current, { numeric: 'auto' });

// translate speaks every text below root anew.
function translate(root) {
  document.documentElement.lang = current;
  for (const node of root.querySelectorAll('[data-t]')) say(node, node.dataset.t, spoken.get(node));
  for (const node of root.querySelectorAll('[data-t-label]')) {
    node.setAttribute('aria-label', text(node.dataset.tLabel));
  }
  for (const node of root.querySelectorAll('[data-t-alt]')) node.alt = text(node.dataset.tAlt);
}

// speak translates the page and fills its switch of languages.
export function speak() {
  const select = document.querySelector('#language');
  for (const [code, name] of Object.entries(names)) select.add(new Option(name, code, false, code === current));
  select.addEventListener('change', () => {
    current = select.value;
    try {
      localStorage.setItem(KEY, current);
    } catch { /* not kept, but spoken */ }
    translate(document);
  });
  translate(document);
}
