// Model files that were fetched over the network, kept for the next time: Cache Storage in a browser, a folder in
// Node. Each is named by its digest, so that one file of many addresses is there once. Only whole files whose digest
// was checked are kept; where nothing can be kept, nothing is.
import { MediaError } from '../errors.js';
import { isNode, nodeModule } from '../node.js';
import { nameOfDigest, type ModelDigest } from './models.js';

const NAME = 'media-wasm-models';

/** Bytes that kept models may take together, unless the caller says otherwise. */
export const CACHE_LIMIT = 2 ** 30;

/** A kept model file. */
export interface CachedModel {
  /** Where it came from, the first time. */
  url: string;
  /** Size of the file. */
  bytes: number;
  /** What it is known by: `sha256-` or `md5-` and the digest. */
  digest: string;
}

/** A kept model and when it was last used, in ms. */
interface Kept extends CachedModel {
  used: number;
}

interface Store {
  has(digest: string): Promise<boolean>;
  get(digest: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  put(digest: string, url: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  list(): Promise<Kept[]>;
  delete(digest: string): Promise<void>;
  clear(): Promise<void>;
}

/** Addresses in Cache Storage: of the file, and of what is known of it. */
const fileAt = (digest: string): string => `https://models.invalid/${digest}`;
const factsAt = (digest: string): string => `https://models.invalid/${digest}.json`;

const openCache = (): Promise<Cache> => caches.open(NAME);
const putFacts = async (cache: Cache, facts: Kept): Promise<void> => cache.put(factsAt(facts.digest), Response.json(facts));

const browserStore: Store = {
  async has(digest) {
    return (await (await openCache()).match(fileAt(digest))) !== undefined;
  },
  async get(digest) {
    const cache = await openCache();
    const response = await cache.match(fileAt(digest));
    if (!response) return undefined;
    const bytes = new Uint8Array(await response.arrayBuffer());
    const facts = await cache.match(factsAt(digest));
    if (facts) await putFacts(cache, { ...((await facts.json()) as Kept), used: Date.now() }).catch(() => {});
    return bytes;
  },
  async put(digest, url, bytes) {
    const cache = await openCache();
    // What is not listed could not be deleted by itself: the facts come first.
    await putFacts(cache, { digest, url, bytes: bytes.length, used: Date.now() });
    await cache.put(fileAt(digest), new Response(bytes)).catch(async (thrown: unknown) => {
      await browserStore.delete(digest);
      throw thrown;
    });
  },
  async list() {
    const cache = await openCache();
    const facts = (await cache.keys()).filter(({ url }) => url.endsWith('.json'));
    return Promise.all(facts.map(async (key) => (await (await cache.match(key))!.json()) as Kept));
  },
  async delete(digest) {
    const cache = await openCache();
    await cache.delete(fileAt(digest));
    await cache.delete(factsAt(digest));
  },
  async clear() {
    await caches.delete(NAME);
  },
};

/** A part that was being written this long ago, in ms, belongs to a process or worker that was ended. */
const ABANDONED = 3_600_000;

/** The names of this store's files: the model, its address, and either of them while it is being written. */
const OWN_FILE = /\.(onnx|url)(\.[0-9a-f-]{36}\.part)?$/;

/**
 * Where models are kept in Node: the variable MEDIA_WASM_CACHE, else `media-wasm-models` in the platform's folder for
 * caches: $XDG_CACHE_HOME or ~/.cache, ~/Library/Caches on macOS, %LOCALAPPDATA% on Windows. undefined in a browser.
 */
export async function modelCacheFolder(): Promise<string | undefined> {
  if (!isNode) return undefined;
  const [path, os] = await Promise.all([nodeModule('node:path'), nodeModule('node:os')]);
  const { MEDIA_WASM_CACHE: own, XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  if (own) return path.resolve(own);
  // The specification of XDG has relative paths ignored.
  if (xdg && path.isAbsolute(xdg)) return path.join(xdg, NAME);
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches', NAME);
  if (process.platform === 'win32') return path.join(local || path.join(os.homedir(), 'AppData', 'Local'), NAME);
  return path.join(os.homedir(), '.cache', NAME);
}

/** Each file is there whole or not at all. */
async function nodeStore(): Promise<Store> {
  const [fs, path, crypto] = await Promise.all([nodeModule('node:fs/promises'), nodeModule('node:path'), nodeModule('node:crypto')]);
  const base = (await modelCacheFolder())!;
  const modelOf = (digest: string): string => path.join(base, `${digest}.onnx`);
  const addressOf = (digest: string): string => path.join(base, `${digest}.url`);
  const ownFiles = async (): Promise<string[]> => (await fs.readdir(base)).filter((name) => OWN_FILE.test(name)).map((name) => path.join(base, name));

  const write = async (file: string, content: Uint8Array | string): Promise<void> => {
    const partial = `${file}.${crypto.randomUUID()}.part`;
    try {
      await fs.writeFile(partial, content);
      await fs.rename(partial, file);
    } finally {
      await fs.rm(partial, { force: true });
    }
  };
  const removeAbandoned = async (): Promise<void> => {
    for (const file of (await ownFiles()).filter((name) => name.endsWith('.part'))) {
      if ((await fs.stat(file)).mtimeMs < Date.now() - ABANDONED) await fs.rm(file, { force: true });
    }
  };
  return {
    has: (digest) => fs.access(modelOf(digest)).then(() => true, () => false),
    async get(digest) {
      const bytes = new Uint8Array(await fs.readFile(modelOf(digest)));
      await fs.utimes(modelOf(digest), new Date(), new Date()).catch(() => {});
      return bytes;
    },
    async put(digest, url, bytes) {
      await fs.mkdir(base, { recursive: true });
      await removeAbandoned();
      await write(modelOf(digest), bytes);
      await write(addressOf(digest), url);
    },
    async list() {
      const kept = (await ownFiles()).filter((file) => file.endsWith('.onnx'));
      return Promise.all(kept.map(async (file) => {
        const digest = path.basename(file, '.onnx');
        const { size, mtimeMs } = await fs.stat(file);
        // A file whose address could not be written is in the way all the same.
        const url = await fs.readFile(addressOf(digest), 'utf8').catch(() => path.basename(file));
        return { url, bytes: size, digest, used: mtimeMs };
      }));
    },
    async delete(digest) {
      await fs.rm(modelOf(digest), { force: true });
      await fs.rm(addressOf(digest), { force: true });
    },
    async clear() {
      // Nothing else that may be in a folder of the user's choice.
      const files = await ownFiles().catch((thrown: NodeJS.ErrnoException) => {
        if (thrown.code === 'ENOENT') return [];
        throw thrown;
      });
      for (const file of files) await fs.rm(file, { force: true });
    },
  };
}

const openStore = async (): Promise<Store> => (isNode ? nodeStore() : browserStore);

/** Whether the file of a digest is kept. */
export async function isCached(digest: ModelDigest): Promise<boolean> {
  return openStore().then((store) => store.has(nameOfDigest(digest))).catch(() => false);
}

/** The file of a digest, if it is kept and can be read. */
export async function cachedModel(digest: ModelDigest): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return openStore().then((store) => store.get(nameOfDigest(digest))).catch(() => undefined);
}

/**
 * Keeps a file, in place of those that were not used for the longest time where all would take more than `limit`
 * bytes. Storage that is full or refused is no error: the file is fetched again next time.
 */
export async function keepModel(digest: ModelDigest, url: string, bytes: Uint8Array<ArrayBuffer>, limit: number): Promise<void> {
  if (bytes.length > limit) return;
  try {
    const store = await openStore();
    const name = nameOfDigest(digest);
    const others = (await store.list().catch(() => [])).filter((kept) => kept.digest !== name).sort((a, b) => a.used - b.used);
    let sum = others.reduce((all, kept) => all + kept.bytes, bytes.length);
    for (const kept of others) {
      if (sum <= limit) break;
      await store.delete(kept.digest);
      sum -= kept.bytes;
    }
    await store.put(name, url, bytes);
  } catch {
    // It is fetched again.
  }
}

/** The model files that are kept on this machine or for this origin. Empty where nothing can be kept. */
export async function listCachedModels(): Promise<CachedModel[]> {
  const kept = await openStore().then((store) => store.list()).catch(() => []);
  return kept.map(({ url, bytes, digest }) => ({ url, bytes, digest }));
}

/** Bytes that all kept models take. */
export async function modelCacheSize(): Promise<number> {
  return (await listCachedModels()).reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * Deletes one kept model.
 * @param which its `digest` or `url` in listCachedModels()
 * @returns whether there was one
 * @throws MediaError `write_failed`
 */
export async function deleteCachedModel(which: string): Promise<boolean> {
  const found = (await listCachedModels()).filter(({ url, digest }) => url === which || digest === which);
  await changing(async (store) => {
    for (const { digest } of found) await store.delete(digest);
  }, 'The kept model');
  return found.length > 0;
}

/** Deletes them all. @throws MediaError `write_failed` */
export async function clearModelCache(): Promise<void> {
  await changing((store) => store.clear(), 'The kept models');
}

async function changing(change: (store: Store) => Promise<void>, what: string): Promise<void> {
  try {
    await change(await openStore());
  } catch (thrown) {
    throw new MediaError('write_failed', `${what} could not be deleted.`, { cause: thrown });
  }
}
