// Getting a published model for hosting it oneself.
import { absoluteUrl } from '../addresses.js';
import { callOptions, told } from '../calls.js';
import { MediaError, toMediaError } from '../errors.js';
import { guarded } from '../guard.js';
import { flagOption } from '../pixels.js';
import { inFolder } from './choice.js';
import { stallTimeoutOption } from './download.js';
import { foldOptions, foldPublished, isFoldedFrom } from './folded.js';
import { modelById, models } from './models.js';
import type { Arrived } from './protocol.js';
import { readChecked } from './read-model.js';

/** Where a model comes from, and what becomes of it. */
export interface FetchModelOptions {
  /** Another place that has the same file: its address or, ending in a slash, that of a folder that has `ID.onnx`. */
  from?: string | URL | undefined;
  /**
   * Whether to fold the file: what it computes of constants, its casts and shapes are replaced by their results, outputs
   * that are not used left out. Its session starts several times faster, its masks differ by less than 0.003 on the mean.
   * The copy carries a checksum of its own, by which removers know it. Default false, the file as it is published.
   */
  fold?: boolean | undefined;
  /** Cancels it: `aborted`. */
  signal?: AbortSignal | undefined;
  /** Told the fraction that has arrived, 0 to 1, and the bytes. Where the server does not say how many they are, the fraction stays 0. */
  onProgress?: ((fraction: number, arrived: Arrived) => void) | undefined;
  /** How long the server may send nothing before it is given up, in ms. Default 30000. */
  stallTimeout?: number | undefined;
}

/** A model's file, checked. */
export interface FetchedModel {
  /** The name that it was asked for by. */
  id: string;
  /** The ONNX file. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Of the weights, as an SPDX identifier or in words. */
  licence: string;
  /** Whether it was folded; a network that is built in another way than most is left as it is. */
  folded: boolean;
  /** Where it came from. */
  url: string;
}

/**
 * Downloads a model from where it is published, or from a mirror, and checks its digest. A connection that breaks off
 * is taken up again. To write it to a folder use the command line, `media-wasm fetch-model ID DIR`;
 * createBackgroundRemover({ model: ID, modelUrl: 'that/folder/' }) then finds it.
 * @throws MediaError `unknown_model`, `model_unavailable`, `digest_mismatch`, `invalid_model` for a web page,
 *   `input_too_large`, `aborted`, `invalid_argument`
 * @function
 */
export const fetchModel = guarded(fetchPublished, 'fetchModel');

async function fetchPublished(id: string, options: FetchModelOptions = {}): Promise<FetchedModel> {
  const row = modelById(id);
  if (!row) throw new MediaError('unknown_model', `There is no model "${String(id)}". Known: ${models.map((model) => model.id).join(', ')}.`);
  const { from, stallTimeout } = options ?? {};
  const { signal, onProgress } = callOptions<FetchModelOptions['onProgress'] & object>(options ?? {});
  const tell = onProgress && told(([fraction, arrived]: [number, Arrived]) => onProgress(fraction, arrived));
  let reached = 0; // a file that is begun anew does not take the bar back
  const progress = tell && ((loaded: number, total: number | undefined): void => {
    const fraction = total ? loaded / total : 0;
    if (fraction > reached || total === undefined) tell([(reached = Math.max(reached, fraction)), { loaded, ...(total !== undefined && { total }) }]);
  });
  const place = from === undefined ? row.published : (inFolder(from, row.id) as string | URL);
  if (!place) throw new MediaError('model_unavailable', `Model "${id}" is published nowhere that this package knows.`);
  const url = await absoluteUrl(place, 'from');
  const folds = flagOption(options?.fold, false, 'fold');
  const patience = stallTimeoutOption(stallTimeout);
  try {
    const bytes = await readChecked({ url }, row.digest, { signal, progress, stallTimeout: patience });
    const isFolded = row.digest !== undefined && (await isFoldedFrom(bytes, row.digest));
    const folded = folds && row.digest && !isFolded ? await foldPublished(bytes, row.digest, foldOptions(row)) : undefined;
    return { id, bytes: folded ?? bytes, licence: row.licence, folded: isFolded || folded !== undefined, url };
  } catch (thrown) {
    throw toMediaError(thrown, 'model_unavailable');
  }
}
