// What the command line reads. What cannot be read is a MediaError.
import { createReadStream } from 'node:fs';
import { MediaError } from '../errors.js';
import { MAX_IMAGE_FILE_BYTES } from '../pixels.js';
import { parseExact } from './json.js';
import { reason } from './system-error.js';

const isStandardInput = (file: string | undefined): boolean => file === undefined || file === '-';

/**
 * The bytes of a file, or of standard input when no file is named (or it is "-").
 * @throws MediaError `file_not_found`, `input_too_large` when there are more than any image may have
 */
export async function readInput(file: string | undefined): Promise<Uint8Array> {
  const name = isStandardInput(file) ? 'Standard input' : file!;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of isStandardInput(file) ? process.stdin : createReadStream(file!)) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length > MAX_IMAGE_FILE_BYTES) throw new MediaError('input_too_large', `${name} has more than ${MAX_IMAGE_FILE_BYTES} bytes.`);
    }
  } catch (thrown) {
    if (thrown instanceof MediaError) throw thrown;
    throw new MediaError('file_not_found', `${name} cannot be read: ${reason(thrown, 'it does not exist')}.`, { cause: thrown });
  }
  return Buffer.concat(chunks, length);
}

/** JSON from a file or standard input, big integers in full. @throws MediaError `invalid_json` */
export async function readJson(file: string | undefined): Promise<unknown> {
  const bytes = await readInput(file);
  try {
    return parseExact(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (thrown) {
    const name = isStandardInput(file) ? 'Standard input' : file;
    throw new MediaError('invalid_json', `${name} is not JSON: ${(thrown as Error).message}.`, { cause: thrown });
  }
}

/** @throws MediaError `invalid_argument` unless the value is an object */
export function object(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new MediaError('invalid_argument', `${what} must be a JSON object.`);
}
