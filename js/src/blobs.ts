// Blobs of all makings: jsdom's have no arrayBuffer(), and none of its objects crosses to a worker thread.
import { isNode, nodeModule } from './node.js';

/** @throws what the platform says of a file that was changed or deleted */
export async function blobBytes(blob: Blob): Promise<ArrayBuffer> {
  if (typeof blob.arrayBuffer === 'function') return blob.arrayBuffer();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.onerror = () => reject(reader.error as Error);
    reader.readAsArrayBuffer(blob);
  });
}

/** A Blob of the platform's own goes as it is; one that a simulated page made does not cross. */
export async function sendableBlob(blob: Blob): Promise<Blob | Uint8Array<ArrayBuffer>> {
  if (!isNode || blob instanceof (await nodeModule('node:buffer')).Blob) return blob;
  return new Uint8Array(await blobBytes(blob)).slice();
}
