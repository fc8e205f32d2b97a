// A model's file, checked before anybody uses it.
import { MediaError } from '../errors.js';
import { checkDigest } from './digest.js';
import type { DownloadOptions } from './download.js';
import { isFoldedFrom } from './folded.js';
import type { ModelDigest } from './models.js';
import type { Source } from './protocol.js';
import { modelErrors, readSource } from './read.js';
import { refuseWebPage } from './session.js';

/** @throws MediaError `invalid_model` for a web page, `digest_mismatch` */
export async function checkModel(bytes: Uint8Array<ArrayBuffer>, digest: ModelDigest | undefined): Promise<Uint8Array<ArrayBuffer>> {
  refuseWebPage(bytes);
  if (digest && !(await isFoldedFrom(bytes, digest))) await checkDigest(bytes, digest);
  return bytes;
}

/** The whole file. One that was put together from parts and turns out wrong is fetched once more, in one piece. */
export async function readChecked(source: Source, digest: ModelDigest | undefined, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer>> {
  let resumed = false;
  const bytes = await readSource(source, modelErrors, { ...options, onResume: () => (resumed = true) });
  try {
    return await checkModel(bytes, digest);
  } catch (thrown) {
    if (!resumed || !(thrown instanceof MediaError) || thrown.code !== 'digest_mismatch') throw thrown;
    return checkModel(await readSource(source, modelErrors, { ...options, resume: false }), digest);
  }
}
