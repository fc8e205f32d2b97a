// Colours as callers write them, everywhere in the package.
import { nameOf } from './brands.js';
import { MediaError } from './errors.js';

export type Colour = [red: number, green: number, blue: number, alpha: number];

/**
 * Red, green, blue and alpha, 0 to 255, of `transparent`, `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`.
 * @throws MediaError `invalid_argument`
 */
export function parseColour(text: unknown, what = 'The colour'): Colour {
  if (text === 'transparent') return [0, 0, 0, 0];
  const digits = typeof text === 'string' ? /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(text)?.[1] : undefined;
  if (!digits) {
    throw new MediaError('invalid_argument', `${what} is ${nameOf(text)}: a colour is written #rgb, #rgba, #rrggbb, #rrggbbaa or transparent.`);
  }
  const long = digits.length < 6 ? digits.replace(/./g, '$&$&') : digits;
  const [red, green, blue, alpha = 255] = (long.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
  return [red!, green!, blue!, alpha];
}

/** As a number, 0xRRGGBBAA. */
export function rgbaOf([red, green, blue, alpha]: Colour): number {
  return ((red << 24) | (green << 16) | (blue << 8) | alpha) >>> 0;
}

/** As a number, 0xRRGGBB. @throws MediaError `invalid_argument` for one that is not opaque */
export function opaqueColour(text: unknown, what: string): number {
  const colour = parseColour(text, what);
  if (colour[3] !== 255) throw new MediaError('invalid_argument', `${what} has to be opaque.`);
  return rgbaOf(colour) >>> 8;
}
