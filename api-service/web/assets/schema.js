// Schemas of an OpenAPI document, as people read them and as examples.

import { el } from './dom.js';

// reader knows the components that schemas refer to.
export function reader(document) {
  const resolve = (part) => (part.$ref ? find(document, part.$ref) : part);

  const nameOf = (schema) => schema.$ref?.split('/').pop();

  // type is what a value is, in a word or two.
  function type(schema) {
    if (schema.$ref) return nameOf(schema);
    if (schema.items) return `list of ${type(schema.items)}`;
    if (schema.additionalProperties) return `map of ${type(schema.additionalProperties)}`;
    const [kind, nothing] = [schema.type ?? 'any'].flat().sort((a, b) => (a === 'null') - (b === 'null'));
    const exact = schema.format && schema.format !== 'int64' ? schema.format : kind;
    return nothing ? `${exact} or null` : exact;
  }

  // shape lists an object's properties, with those of what is inside it folded in.
  function shape(schema, above = []) {
    const { properties = {}, required = [] } = resolve(schema);
    const lines = Object.entries(properties).map(([name, property]) => {
      const about = [property.description, property.enum?.join(', ')].filter(Boolean).join(': ');
      const line = el('li', {},
        el('code', {}, name), ' ',
        el('span', { class: 'soft' }, type(property)), ' ',
        required.includes(name) ? '' : el('em', { class: 'soft' }, 'optional'),
        about ? el('span', {}, ` ${about}`) : '');
      const inner = property.items ?? property;
      if (inner.$ref && !above.includes(inner.$ref)) {
        line.append(el('details', {}, el('summary', {}, nameOf(inner)), shape(inner, [...above, inner.$ref])));
      }
      return line;
    });
    return el('ul', { class: 'shape' }, ...lines);
  }

  // example is a value as the schema wants it.
  function example(schema) {
    const s = resolve(schema);
    if (s.enum) return s.enum[0];
    switch ([s.type].flat().find((kind) => kind !== 'null')) {
      case 'object': return Object.fromEntries(Object.entries(s.properties ?? {})
        .filter(([name]) => !s.required || s.required.includes(name))
        .map(([name, property]) => [name, example(property)]));
      case 'array': return [example(s.items)];
      case 'integer': return 1;
      case 'boolean': return true;
      default: return '…';
    }
  }

  return { resolve, nameOf, type, shape, example };
}

function find(document, ref) {
  return ref.slice(2).split('/').reduce((part, name) => part[name], document);
}
