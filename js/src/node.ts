// Node's own modules, for code that runs in browsers as well.

interface NodeModules {
  'node:crypto': typeof import('node:crypto');
  'node:fs/promises': typeof import('node:fs/promises');
  'node:os': typeof import('node:os');
  'node:path': typeof import('node:path');
  'node:url': typeof import('node:url');
  'node:worker_threads': typeof import('node:worker_threads');
}

/** Not a literal where it is imported: a bundler for browsers would look for it, and some stop when it is not there. */
export const nodeModule = <Name extends keyof NodeModules>(name: Name): Promise<NodeModules[Name]> =>
  import(/* webpackIgnore: true */ /* @vite-ignore */ name) as Promise<NodeModules[Name]>;
