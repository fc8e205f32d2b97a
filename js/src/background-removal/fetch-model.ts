// Getting a published model for hosting it oneself.
import { MediaError, toMediaError } from '../errors.js';
import { checkDigest } from './digest.js';
import { modelById, models } from './models.js';
import { modelErrors, readSource } from './read.js';

export interface FetchedModel {
  id: string;
  bytes: Uint8Array<ArrayBuffer>;
  licence: string;
  /** Where it came from. */
  url: string;
}

/**
 * Downloads a model from where it is published and checks its digest. To write it to a folder use the command line,
 * `media-wasm fetch-model ID DIR`; createBackgroundRemover({ model: ID, modelUrl: 'that/folder/' }) then finds it.
 * @throws MediaError `unknown_model`, `model_unavailable`, `digest_mismatch`, `aborted`
 */
export async function fetchModel(id: string, options: { signal?: AbortSignal; onProgress?: (fraction: number) => void } = {}): Promise<FetchedModel> {
  const row = modelById(id);
  if (!row) throw new MediaError('unknown_model', `There is no model "${id}". Known: ${models.map((model) => model.id).join(', ')}.`);
  if (!row.published) throw new MediaError('model_unavailable', `Model "${id}" is published nowhere that this package knows.`);
  try {
    const bytes = await readSource({ url: row.published }, modelErrors, options.onProgress ?? (() => {}), options.signal);
    if (row.digest) await checkDigest(bytes, row.digest);
    return { id, bytes, licence: row.licence, url: row.published };
  } catch (thrown) {
    throw toMediaError(thrown, 'model_unavailable');
  }
}
