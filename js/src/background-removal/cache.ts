// Model files that were fetched over the network, kept for the next time: Cache Storage in a browser, a folder in
// Node. Only whole files whose digest was checked are kept; where nothing can be kept, nothing is.
import { MediaError } from '../errors.js';
import { nodeModule } from '../node.js';
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

/** A part that was being written this long ago, in ms, belongs to a process or worker that was ended. */
const ABANDONED = 3_600_000;

/** The names of this store's files: the model, its address, and either of them while it is being written. */
const OWN_FILE = /\.(onnx|url)(\.[0-9a-f-]{36}\.part)?$/;

/** Each file is named by its address, and is there whole or not at all. */
async function nodeStore(): Promise<Store> {
  const [fs, path, os, crypto] = await Promise.all([
    nodeModule('node:fs/promises'),
    nodeModule('node:path'),
    nodeModule('node:os'),
    nodeModule('node:crypto'),
  ]);
  const base = process.env.MEDIA_WASM_CACHE ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), NAME);
  const nameOf = (url: string): string =>
    `${url.replace(/[^\w.-]+/g, '_').slice(-100)}-${crypto.createHash('sha256').update(url).digest('hex').slice(0, 16)}`;
  const modelOf = (url: string): string => path.join(base, `${nameOf(url)}.onnx`);
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
    get: async (url) => new Uint8Array(await fs.readFile(modelOf(url))),
    async put(url, bytes) {
      await fs.mkdir(base, { recursive: true });
      await removeAbandoned();
      await write(modelOf(url), bytes);
      await write(path.join(base, `${nameOf(url)}.url`), url);
    },
    async list() {
      const kept = (await ownFiles()).filter((file) => file.endsWith('.onnx'));
      return Promise.all(kept.map(async (file) => {
        // A file whose address could not be written is in the way all the same.
        const url = await fs.readFile(file.replace(/onnx$/, 'url'), 'utf8').catch(() => path.basename(file));
        return { url, bytes: (await fs.stat(file)).size };
      }));
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
