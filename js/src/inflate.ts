// Modules that are part of a script: gzip in base64, which takes on the wire what the compressed file takes.
import { MediaError } from './errors.js';
import { isNode, nodeModule } from './node.js';

/** @throws MediaError `wasm_unavailable` */
export async function inflate(text: string): Promise<Uint8Array<ArrayBuffer>> {
  if (isNode) {
    const [{ gunzipSync }, { Buffer }] = await Promise.all([nodeModule('node:zlib'), nodeModule('node:buffer')]);
    return new Uint8Array(gunzipSync(Buffer.from(text, 'base64')));
  }
  if (typeof DecompressionStream !== 'function') {
    throw new MediaError('wasm_unavailable', 'This browser has no DecompressionStream: import @aurastream/media-wasm/url instead.');
  }
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
}
