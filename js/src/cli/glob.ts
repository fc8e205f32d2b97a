// Patterns of file names, for shells that leave them as they are: `*`, `?`, `[a-z]`, `{a,b}`, and `**` for folders.
import { readdir } from 'node:fs/promises';
import path from 'node:path';

export const isPattern = (name: string): boolean => /[*?[{]/.test(name);

const SEPARATOR = process.platform === 'win32' ? /[\\/]/ : /\//;

/** The files that match, sorted, and the folder that the pattern begins in. Nothing is matched by no pattern at all. */
export async function glob(pattern: string): Promise<{ base: string; files: string[] }> {
  const parts = pattern.split(SEPARATOR);
  const fixed = parts.findIndex(isPattern);
  const base = parts.slice(0, fixed).join('/') || (pattern.startsWith('/') ? '/' : '.');
  const found = await Promise.all(braces(parts.slice(fixed).join('/')).map((rest) => walk(base, rest.split('/'))));
  return { base, files: [...new Set(found.flat())].sort() };
}

async function walk(folder: string, parts: readonly string[]): Promise<string[]> {
  const [part, ...rest] = parts as [string, ...string[]];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  if (part === '**') found.push(...(rest.length > 0 ? await walk(folder, rest) : []));
  for (const entry of entries) {
    const file = folder === '.' ? entry.name : path.join(folder, entry.name);
    if (part === '**') {
      if (entry.isDirectory() && !entry.name.startsWith('.')) found.push(...(await walk(file, parts)));
      if (entry.isFile() && rest.length === 0 && !entry.name.startsWith('.')) found.push(file);
    } else if (matches(part, entry.name)) {
      if (rest.length > 0) found.push(...(await walk(file, rest)));
      else if (!entry.isDirectory()) found.push(file);
    }
  }
  return found;
}

/** A leading dot is only matched by a dot. */
function matches(part: string, name: string): boolean {
  if (name.startsWith('.') && !part.startsWith('.')) return false;
  const source = part.replace(/\[(!|\^)?(\]?[^\]]*)\]|[*?]|[.+^${}()|\\[\]]/g, (token, not?: string, set?: string) => {
    if (token === '*') return '.*';
    if (token === '?') return '.';
    if (set !== undefined) return `[${not ? '^' : ''}${set.replace(/[\\\]^]/g, '\\$&')}]`;
    return `\\${token}`;
  });
  try {
    return new RegExp(`^${source}$`, `su${process.platform === 'win32' ? 'i' : ''}`).test(name);
  } catch {
    return part === name; // a range that runs backwards
  }
}

/** `a{b,c}` as `ab` and `ac`. */
function braces(pattern: string): string[] {
  const found = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (!found) return [pattern];
  const [whole, inner] = found;
  return inner!.split(',').flatMap((each) => braces(pattern.slice(0, found.index) + each + pattern.slice(found.index + whole.length)));
}
