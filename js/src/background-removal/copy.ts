// Copies of large data for the worker that leave the page its turns: tens of MB at once would block it.
import { MediaError } from '../errors.js';

/** Bytes that are copied before the page has its turn again: a few ms. */
export const COPY_STEP = 4 * 2 ** 20;

export const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Calls `step` for one part after another. @throws MediaError `invalid_argument` when the bytes were given away meanwhile */
async function inSteps(view: Uint8Array, what: string, step: (part: Uint8Array, at: number) => void): Promise<void> {
  const { length } = view;
  for (let at = 0; at < length; at += COPY_STEP) {
    if (at > 0) await turn();
    if (view.length < length) throw new MediaError('invalid_argument', `${what} was taken away while it was being copied.`);
    step(view.subarray(at, at + COPY_STEP), at);
  }
}

/** Bytes that are copied before the call returns, so that its caller may change them at once. */
const AT_ONCE = 4 * COPY_STEP;

/** Bytes of their own, never shared memory. */
export async function copyBytes(view: Uint8Array, what: string): Promise<Uint8Array<ArrayBuffer>> {
  if (view.length <= AT_ONCE) return view.slice() as Uint8Array<ArrayBuffer>;
  const bytes = new Uint8Array(view.length);
  await inSteps(view, what, (part, at) => bytes.set(part, at));
  return bytes;
}

/** A Blob of the same bytes, which can be sent to any number of workers without being copied again. */
export async function copyToBlob(view: Uint8Array, what: string): Promise<Blob> {
  const parts: Blob[] = [];
  // Of a slice, because a Blob takes no shared memory.
  await inSteps(view, what, (part) => parts.push(new Blob([part.slice() as Uint8Array<ArrayBuffer>])));
  return new Blob(parts);
}
