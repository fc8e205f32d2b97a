// Model files that were fetched over the network, kept for the next time: Cache Storage in a browser, a folder in
// Node. Only whole files whose digest was checked are kept; where nothing can be kept, nothing is.
import { MediaError } from '../errors.js';
import { isNode } from './assets.js';

const NAME = 'media-wasm-models';

/** A kept model file. */
export interface CachedModel {
  /** Where it came from. */
  url: string;
  bytes: number;
}

interface Store {
  get(url: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  put(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  list(): Promise<CachedModel[]>;
  clear(): Promise<void>;
}

const browserStore: Store = {
  async get(url) {
    const response = await (await caches.open(NAME)).match(url);
    return response && new Uint8Array(await response.arrayBuffer());
  },
  async put(url, bytes) {
    await (await caches.open(NAME)).put(url, new Response(bytes, { headers: { 'content-length': String(bytes.length) } }));
  },
  async list() {
    const cache = await caches.open(NAME);
    const kept = await Promise.all((await cache.keys()).map(async ({ url }) => ({ url, response: await cache.match(url) })));
    return kept.map(({ url, response }) => ({ url, bytes: Number(response?.headers.get('content-length') ?? 0) }));
  },
  async clear() {
    await caches.delete(NAME);
  },
};

/** Each file is named by its address, and is there whole or not at all. */
async function nodeStore(): Promise<Store> {
  const [fs, path, os, crypto] = await Promise.all([
    import(/* webpackIgnore: true */ /* @vite-ignore */ 'node:fs/promises'),
    import(/* webpackIgnore: true */ /* @vite-ignore */ 'node:path'),
    import(/* webpackIgnore: true */ /* @vite-ignore */ 'node:os'),
    import(/* webpackIgnore: true */ /* @vite-ignore */ 'node:crypto'),
  ]);
  const base = process.env.MEDIA_WASM_CACHE ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), NAME);
  const fileOf = (url: string): string => path.join(base, encodeURIComponent(url).slice(-150) + crypto.createHash('sha256').update(url).digest('hex').slice(0, 16));
  return {
    get: async (url) => new Uint8Array(await fs.readFile(fileOf(url))),
    async put(url, bytes) {
      const partial = `${fileOf(url)}.${crypto.randomUUID()}`;
      await fs.mkdir(base, { recursive: true });
      try {
        await fs.writeFile(partial, bytes);
        await fs.writeFile(`${fileOf(url)}.url`, url);
        await fs.rename(partial, fileOf(url));
      } finally {
        await fs.rm(partial, { force: true });
      }
    },
    async list() {
      const names = (await fs.readdir(base)).filter((name) => name.endsWith('.url'));
      return Promise.all(names.map(async (name) => ({
        url: await fs.readFile(path.join(base, name), 'utf8'),
        bytes: (await fs.stat(path.join(base, name.slice(0, -4)))).size,
      })));
    },
    clear: () => fs.rm(base, { recursive: true, force: true }),
  };
}

const openStore = async (): Promise<Store> => (isNode ? nodeStore() : browserStore);

/** The file of an address, if it is kept and can be read. */
export async function cachedModel(url: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return openStore().then((store) => store.get(url)).catch(() => undefined);
}

/** Keeps a file. Storage that is full or refused is no error: the file is fetched again next time. */
export async function keepModel(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await openStore().then((store) => store.put(url, bytes)).catch(() => {});
}

/** The model files that are kept on this machine or for this origin. Empty where nothing can be kept. */
export async function listCachedModels(): Promise<CachedModel[]> {
  return openStore().then((store) => store.list()).catch(() => []);
}

/** Deletes them all. @throws MediaError `write_failed` */
export async function clearModelCache(): Promise<void> {
  try {
    await (await openStore()).clear();
  } catch (thrown) {
    throw new MediaError('write_failed', 'The kept models could not be deleted.', { cause: thrown });
  }
}
