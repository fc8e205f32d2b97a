// Which format an image is written in: as its name says, which must be one that can be written.
import { extname } from 'node:path';
import { MediaError } from '../errors.js';
import { text } from './options.js';

export type Format = 'png' | 'jpeg';

const byExtension: Readonly<Record<string, Format>> = { '.png': 'png', '.jpg': 'jpeg', '.jpeg': 'jpeg', '.jpe': 'jpeg' };

/** Endings of files that hold something else than a picture of ours would. */
const others = /^\.(webp|avif|gif|bmp|svgz?|tiff?|heic|heif|jxl|jp2|apng|ico|pdf|psd|json|onnx|txt|html?|mp4|webm|zip)$/;

export const formatOption = {
  format: text<Format>('FORMAT', 'png or jpeg, where the name of the output does not say it'),
};

/**
 * The format of an output. A name without an ending (`-`, a device) says nothing: then it is `asked`, else PNG.
 * @throws MediaError `unsupported_format` when it is none that can be written, `invalid_argument` when both disagree
 */
export function formatOf(name: string, asked?: string): Format {
  if (asked !== undefined && asked !== 'png' && asked !== 'jpeg') throw new MediaError('unsupported_format', `"${asked}" cannot be written: --format takes png or jpeg.`);
  const ending = extname(name).toLowerCase();
  const named = Object.hasOwn(byExtension, ending) ? byExtension[ending] : undefined;
  if (named) {
    if (asked && asked !== named) throw new MediaError('invalid_argument', `${name} and --format ${asked} disagree.`);
    return named;
  }
  if (ending === '' || (asked && !others.test(ending))) return asked ?? 'png';
  throw new MediaError('unsupported_format', `${name}: ${ending} cannot be written, only .png and .jpg.${asked || others.test(ending) ? '' : ' --format says which of them is meant.'}`);
}

export const extensionOf: Readonly<Record<Format, string>> = { png: '.png', jpeg: '.jpg' };
