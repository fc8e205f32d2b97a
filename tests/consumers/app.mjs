// What every environment of the table bundles, serves or runs. It says of each part of the package whether it works.
export const APP = `import { createMediaKit } from '@aurastream/media-wasm';
import { createContractKit } from '@aurastream/media-wasm/contract';
import { createMediaKit as createFromUrl } from '@aurastream/media-wasm/url';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';

const picture = { width: 64, height: 48, data: new Uint8ClampedArray(64 * 48 * 4).map((_, i) => (i * 31) % 251) };

/** @returns 'ok', or what was thrown: a MediaError has a code */
async function attempt(task) {
  try {
    return (await task()) ? 'ok' : 'a wrong answer';
  } catch (thrown) {
    return (thrown?.code ?? 'no MediaError') + ': ' + (thrown?.message ?? thrown);
  }
}

const validates = async (starting) => {
  const kit = await starting;
  const { ok } = kit.contract.validate('GenerateRequest', { assetType: 'banner' });
  kit.dispose();
  return ok;
};

const removes = async (options) => {
  const remover = await createBackgroundRemover(options);
  try {
    return (await remover.remove(picture, { mode: 'model', allowEmpty: true })).model === 'selfie';
  } finally {
    remover.dispose();
  }
};

/** options: wasmUrl of /url, and those of createBackgroundRemover */
export async function run({ wasmUrl, ...options } = {}) {
  return {
    core: await attempt(async () => (await validates(createMediaKit())) && validates(createContractKit())),
    url: await attempt(() => validates(createFromUrl(wasmUrl && { wasmUrl }))),
    worker: await attempt(() => removes({ ...options, worker: true })),
    thread: await attempt(() => removes({ ...options, worker: false })),
  };
}
`;

/** For pages: whoever opens it calls run(). */
export const PAGE_APP = `${APP}globalThis.run = run;\n`;

/** For processes: the last line that they print is the answer. */
export const PROCESS_APP = `${APP}console.log(JSON.stringify(await run()));\n`;

export const html = (script) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>App</title><link rel="icon" href="data:,">${script}</html>`;
