// The operations as TypeScript, out of their declarations in wasm/bind_*.cpp: the one list of what can be called, and
// with what. What the modules export is compared with it, so that neither has what the other lacks.
import fs from 'node:fs';
import path from 'node:path';

/** Types of C++ parameters as JavaScript gives them. An address and the length behind it are one input, in `inputs`. */
const NUMBERS = { int: 'number', uint32_t: 'number', double: 'number', bool: 'boolean' };

const camelCase = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/** Inputs come first, then numbers. @throws where a declaration is of another kind */
function readParameters(name, text) {
  const parameters = text.split(',').map((part) => part.trim()).filter(Boolean).map((part) => part.split(/\s+/));
  const inputs = [];
  while (parameters[0]?.[0] === 'Address') {
    const [[, input], length] = parameters.splice(0, 2);
    if (length?.[0] !== 'uint32_t' || ![`${input}_length`, 'length'].includes(length[1])) throw new Error(`${name}: behind an Address comes its length, and not ${length}.`);
    inputs.push(camelCase(input));
  }
  const numbers = parameters.map(([type, parameter]) => {
    if (!NUMBERS[type]) throw new Error(`${name}: ${type} ${parameter} is no parameter that can cross.`);
    return { name: camelCase(parameter), type: NUMBERS[type] };
  });
  return { inputs, numbers, words: 2 * inputs.length + numbers.length };
}

/** Every operation that is declared: `exports` have `words` parameters, and those of `numeric` four. */
export function declaredOperations(folder) {
  const text = fs.readdirSync(folder).filter((name) => /^bind_\w+\.cpp$/.test(name)).map((name) => fs.readFileSync(path.join(folder, name), 'utf8')).join('\n');
  const calls = [...text.matchAll(/^MEDIA_EXPORT Address (\w+)\(([^)]*)\)/gm)].map(([, name, list]) => ({ name, ...readParameters(name, list) }));
  const numeric = [...text.matchAll(/^MEDIA_NUMERIC\((\w+), (\w+)\)/gm)].map(([, room, name]) => `${room}_${name}`);
  return { calls: calls.sort((a, b) => (a.name < b.name ? -1 : 1)), numeric: numeric.sort() };
}

/** @throws where the modules and the declarations differ */
function compare({ calls, numeric }, modules) {
  const words = new Map([...calls.map(({ name, words: count }) => [name, count]), ...numeric.map((name) => [name, 4])]);
  const exported = new Map(modules.flatMap((exports) => Object.entries(exports)));
  for (const [name, count] of words) {
    if (exported.get(name)?.length !== count) throw new Error(`${name} is declared with ${count} words; the modules have ${exported.get(name)?.length ?? 'none'}.`);
  }
  const others = ['memory', '_initialize', 'malloc', 'free', 'reply_free'];
  for (const name of exported.keys()) {
    if (!words.has(name) && !others.includes(name) && !/^(_|stack|emscripten|asyncify)/.test(name)) throw new Error(`${name} is exported, but not declared in wasm/bind_*.cpp.`);
  }
}

/** The generated file. @param modules what each exports, started */
export function operationTypes(folder, ...modules) {
  const declared = declaredOperations(folder);
  compare(declared, modules);
  const rows = declared.calls.map(({ name, inputs, numbers }) => {
    const list = inputs.map((input) => `${input}: CoreInput`).join(', ');
    const members = [inputs.length + numbers.length ? `inputs: readonly [${list}]` : '', ...numbers.map((number) => `${number.name}: ${number.type}`)];
    return `  ${name}: [${members.filter(Boolean).join(', ')}];`;
  });
  return `// Generated from the declarations in wasm/bind_*.cpp.
import type { CoreInput } from '../core.js';

/** Of Core.call(), ask() and keep(): inputs and numbers in, a reply out. */
export interface Operations {
${rows.join('\n')}
}

export type Operation = keyof Operations;

/** Of Core.compute(): doubles in, doubles out. */
export type NumericOperation =${declared.numeric.map((name) => `\n  | '${name}'`).join('')};
`;
}
