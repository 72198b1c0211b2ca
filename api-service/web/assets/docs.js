// The API's document as a page: every operation with what goes in and what comes out.

import { $, el } from './dom.js';
import { reader } from './schema.js';

const openapi = await fetch('/openapi.json').then((response) => response.json()).catch(() => null);
if (openapi) render(openapi);
else $('#problem').textContent = 'The document cannot be loaded right now.';
document.documentElement.dataset.ready = '';

function render(openapi) {
  const read = reader(openapi);
  $('#title').textContent = `${openapi.info.title} ${openapi.info.version}`;
  $('#about').append(...prose(openapi.info.description));
  $('#access').append(access(openapi));
  const operations = list(openapi);
  for (const tag of new Set(operations.map((o) => o.tags[0]))) {
    const ones = operations.filter((o) => o.tags[0] === tag);
    $('#contents').append(group('h2', tag, el('ul', {}, ...ones.map(entry))));
    $('#operations').append(group('h2', tag, ...ones.map((o) => section(o, read, openapi))));
  }
  $('#search').addEventListener('input', (e) => filter(e.target.value));
  window.addEventListener('hashchange', unfold);
  unfold();
}

function list({ paths }) {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })));
}

// group carries what can be searched for in each of its parts; an empty one is hidden.
function group(heading, tag, ...parts) {
  return el('section', { 'data-group': tag }, el(heading, {}, tag), ...parts);
}

function sought(o) {
  return `${o.method} ${o.path} ${o.summary} ${o.operationId}`.toLowerCase();
}

function verb(method) {
  return el('span', { class: `verb ${method.toLowerCase()}` }, method);
}

function entry(o) {
  return el('li', { 'data-sought': sought(o) }, el('a', { href: `#${o.operationId}` }, verb(o.method), ' ', o.path.replace('/api/v1', '')));
}

function section(o, read, openapi) {
  return el('details', { class: 'operation', id: o.operationId, 'data-sought': sought(o) },
    el('summary', {}, verb(o.method), ' ', el('code', {}, o.path), ' ', el('span', { class: 'soft' }, o.summary)),
    el('p', {}, who(o)),
    ...parameters(o, read),
    ...body(o, read),
    ...answers(o, read),
    el('h3', {}, 'Try it'),
    el('pre', { tabindex: 0 }, curl(o, read, openapi)));
}

// who tells in a sentence what a caller has to show.
function who(o) {
  const ways = (o.security ?? []).map((way) => (way.bearer ? 'a bearer token' : 'a signed request'));
  return ways.length ? `Needs ${ways.join(' or ')}.` : 'Open to everybody.';
}

function parameters(o, read) {
  const all = (o.parameters ?? []).map(read.resolve);
  if (all.length === 0) return [];
  const rows = all.map((p) => el('li', {},
    el('code', {}, p.name), ' ',
    el('span', { class: 'soft' }, `${read.type(p.schema)} in the ${p.in}`), ' ',
    p.required ? '' : el('em', { class: 'soft' }, 'optional'),
    p.description ? ` ${p.description}` : ''));
  return [el('h3', {}, 'Parameters'), el('ul', { class: 'shape' }, ...rows)];
}

function json(part) {
  return part?.content?.['application/json']?.schema;
}

function body(o, read) {
  const schema = json(o.requestBody);
  return schema ? [el('h3', {}, `Body: ${read.nameOf(schema)}`), read.shape(schema)] : [];
}

function answers(o, read) {
  const parts = [];
  const refused = [];
  for (const [status, ref] of Object.entries(o.responses)) {
    const answer = read.resolve(ref);
    if (status >= 300) {
      refused.push(el('li', {}, el('code', {}, status), ` ${answer.description}`));
      continue;
    }
    const schema = json(answer);
    parts.push(el('h3', {}, `Answer ${status}${schema ? `: ${read.nameOf(schema)}` : ''}`));
    if (schema) parts.push(read.shape(schema));
  }
  if (refused.length) {
    parts.push(el('details', {}, el('summary', {}, 'Other answers'), el('ul', { class: 'shape' }, ...refused)));
  }
  return parts;
}

function curl(o, read, { servers }) {
  const lines = [`curl ${o.method === 'GET' ? '' : `-X ${o.method} `}'${servers[0].url}${o.path}'`];
  if (o.security?.some((way) => way.bearer)) lines.push(`-H 'Authorization: Bearer ACCESS_TOKEN'`);
  const schema = json(o.requestBody);
  if (schema) {
    lines.push(`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(read.example(schema))}'`);
  }
  return lines.join(' \\\n  ');
}

function access({ components }) {
  const rows = Object.values(components.securitySchemes).map((scheme) => el('li', {},
    el('code', {}, scheme.name ?? 'Authorization: Bearer …'), ' ', ...prose(scheme.description)));
  return el('details', {}, el('summary', {}, 'Tokens and signatures'), el('ul', { class: 'shape' }, ...rows));
}

// prose turns `quoted` words into code.
function prose(words) {
  return words.split('`').map((part, i) => (i % 2 ? el('code', {}, part) : part));
}

function filter(words) {
  const wanted = words.toLowerCase().split(/\s+/);
  for (const part of document.querySelectorAll('[data-sought]')) {
    part.hidden = !wanted.every((word) => part.dataset.sought.includes(word));
  }
  for (const part of document.querySelectorAll('[data-group]')) {
    part.hidden = !part.querySelector('[data-sought]:not([hidden])');
  }
  const n = document.querySelectorAll('.operation:not([hidden])').length;
  $('#found').textContent = words.trim() ? `${n} found` : '';
}

// unfold opens the operation that the address names.
function unfold() {
  const operation = document.getElementById(location.hash.slice(1));
  if (!operation) return;
  operation.open = true;
  operation.scrollIntoView();
  operation.querySelector('summary').focus({ preventScroll: true });
}
