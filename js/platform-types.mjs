// The published types name classes of the platform. Where a program's `lib` has not declared one (no DOM, a worker's
// lib), its name stands for `never` in them, and they still check. Typed arrays have no type parameter before TypeScript
// 5.7; what slice() answers there, and after it, is one over a buffer that is nobody else's.
import fs from 'node:fs';
import path from 'node:path';

/** Classes: the instance that the global of this name makes. */
const CLASSES = [
  'AbortSignal', 'Blob', 'File', 'HTMLCanvasElement', 'HTMLImageElement', 'HTMLVideoElement', 'Headers', 'ImageBitmap', 'ImageData', 'OffscreenCanvas',
  'Response', 'SVGImageElement', 'URL', 'VideoFrame',
];

/** Typed arrays that are named with a parameter. */
const ARRAYS = ['Float32', 'Float64', 'Uint8', 'Uint8Clamped'];

const DECLARATIONS = `/** The class of this name, where the program's lib has it; else nothing. */
type Platform<Name extends string> = typeof globalThis extends { [Key in Name]: { prototype: infer Instance } } ? Instance : never;
${CLASSES.map((name) => `export type ${name} = Platform<'${name}'>;`).join('\n')}
${ARRAYS.map((kind) => `/** ${kind}Array<ArrayBuffer>. */\nexport type Own${kind}Array = ReturnType<${kind}Array['slice']>;`).join('\n')}
export type FetchFunction = typeof globalThis extends { fetch: infer Call } ? Call : never;
export type BufferSource = ArrayBuffer | ArrayBufferView;
export type RequestCredentials = 'include' | 'omit' | 'same-origin';
export type Transferable = ArrayBuffer | Platform<'ImageBitmap'> | Platform<'MessagePort'> | Platform<'OffscreenCanvas'> | Platform<'VideoFrame'>;
export declare namespace WebAssembly {
  type Module = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Instance } } } ? Instance : never;
}
`;

const NAMES = [...CLASSES, ...ARRAYS.map((kind) => `Own${kind}Array`), 'BufferSource', 'FetchFunction', 'RequestCredentials', 'Transferable', 'WebAssembly'];

/** @param folder of the declarations that the compiler wrote */
export function namePlatformTypes(folder) {
  for (const entry of fs.readdirSync(folder, { recursive: true })) {
    const file = path.join(folder, entry);
    if (!file.endsWith('.d.ts')) continue;
    const text = fs.readFileSync(file, 'utf8').replace(/\btypeof fetch\b/g, 'FetchFunction').replace(/\b(\w+)Array<ArrayBuffer>/g, 'Own$1Array');
    const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*|'[^'\n]*'/g, '');
    const used = NAMES.filter((name) => new RegExp(`(?<![\\w.$])${name}(?![\\w$]|\\??:)`).test(code));
    if (used.length === 0) continue;
    const from = path.posix.relative(path.posix.dirname(entry.replaceAll(path.sep, '/')), 'platform.js');
    fs.writeFileSync(file, `import type { ${used.join(', ')} } from '${from.startsWith('.') ? from : `./${from}`}';\n${text}`);
  }
  fs.writeFileSync(path.join(folder, 'platform.d.ts'), DECLARATIONS);
  // Of the entries that are the wasm itself, as run times and bundlers give it that know such imports.
  for (const [file, what] of [['media-contract', 'contract'], ['media-placement', 'placement'], ['media-pixels', 'images, cut-outs and previews'], ['media-core', 'contract and placement'], ['media-wasm', 'all in one']]) {
    fs.writeFileSync(path.join(folder, `${file}.wasm.d.ts`), `import type { WebAssembly } from './platform.js';\n/** The compiled module: ${what}. For the entry \`/external\`. */\ndeclare const wasm: WebAssembly.Module;\nexport default wasm;\n`);
  }
}
