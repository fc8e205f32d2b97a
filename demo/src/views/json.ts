// JSON text as DOM nodes with its keys, strings and words marked; never through innerHTML.
import { h } from '../dom.js';

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b/g;

export function highlighted(json: string): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let last = 0;
  for (const match of json.matchAll(TOKEN)) {
    const [whole, text, colon, word] = match;
    nodes.push(json.slice(last, match.index));
    last = match.index + whole.length;
    if (word !== undefined) nodes.push(h('span', { class: 'word' }, word));
    else if (colon !== undefined) nodes.push(h('span', { class: 'key' }, text!), colon);
    else nodes.push(h('span', { class: 'string' }, text!));
  }
  nodes.push(json.slice(last));
  return nodes;
}
