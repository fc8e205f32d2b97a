// Node's own modules, for code that runs in browsers as well.

/**
 * A platform with Node's modules: Node itself, Bun, Deno. It is told by what Node alone has, since tests and polyfills
 * give Node a `Worker` and a `document`; the pages of Electron, which have both, are browsers.
 */
export const isNode = typeof process === 'object' && typeof process.versions?.node === 'string'
  && (process as { type?: unknown }).type !== 'renderer';

interface NodeModules {
  'node:buffer': typeof import('node:buffer');
  'node:crypto': typeof import('node:crypto');
  'node:fs': typeof import('node:fs');
  'node:fs/promises': typeof import('node:fs/promises');
  'node:module': typeof import('node:module');
  'node:os': typeof import('node:os');
  'node:path': typeof import('node:path');
  'node:url': typeof import('node:url');
  'node:worker_threads': typeof import('node:worker_threads');
  'node:zlib': typeof import('node:zlib');
}

/**
 * Node's own way first, which no bundler looks into and which works where import() does not (Jest's sandboxes). Not a
 * literal where it is imported: a bundler for browsers would look for it, and some stop when it is not there.
 */
export async function nodeModule<Name extends keyof NodeModules>(name: Name): Promise<NodeModules[Name]> {
  const builtIn = process.getBuiltinModule?.(name as 'node:fs') as NodeModules[Name] | undefined;
  return builtIn ?? ((await importAtRunTime(name)) as NodeModules[Name]);
}

/** What no bundler is to look for. */
export const importAtRunTime = (name: string): Promise<unknown> => import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ name);
