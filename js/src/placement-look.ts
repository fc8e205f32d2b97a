// How a preview shows a placement's image, as numbers: fit, mirrored, what is drawn behind it, cropped, rounded.
import { parseColour, rgbaOf } from './colour.js';
import { fits, type FitMode } from './placement-input.js';

/** As wasm/looks.h reads them. */
export const LOOK_STRIDE = 16;

interface Wrong {
  key: string;
  type: string;
  message: string;
}

/** The numbers of each effect, in order: the key, and the least and the most that it may be. */
const effects = {
  outline: [['width', 0, 500]],
  glow: [['size', 0, 500]],
  shadow: [['x', -1000, 1000], ['y', -1000, 1000], ['blur', 0, 500]],
} as const;

/** Numbers and colour of an effect; all 0 where there is none, or where it is wrong. */
function readEffect(name: keyof typeof effects, value: unknown, wrong: Wrong[]): number[] {
  const none = [...effects[name].map(() => 0), 0];
  if (value == null) return none;
  const given = Object(value) as Record<string, unknown>;
  const isRequired = name !== 'shadow';
  const numbers = effects[name].map(([key, least, most]) => {
    const number = given[key] ?? (isRequired ? NaN : 0);
    if (typeof number === 'number' && number >= least && number <= most) return number;
    wrong.push({ key: name, type: 'value_error', message: `needs a ${key} from ${least} to ${most}` });
    return 0;
  });
  try {
    return [...numbers, rgbaOf(parseColour(given.color))];
  } catch (thrown) {
    wrong.push({ key: name, type: 'value_error', message: `needs a color: ${(thrown as Error).message}` });
    return none;
  }
}

const sides = ['left', 'top', 'right', 'bottom'] as const;

/** What is cut off from each side; all 0 where nothing is, or where it is wrong. */
function readCrop(value: unknown, wrong: Wrong[]): number[] {
  const given = Object(value ?? undefined) as Record<string, unknown>;
  const shares = sides.map((side) => given[side] ?? 0);
  const isShare = (share: unknown): share is number => typeof share === 'number' && share >= 0 && share < 1;
  const [left, top, right, bottom] = shares as number[];
  if (shares.every(isShare) && left! + right! < 1 && top! + bottom! < 1) return shares as number[];
  wrong.push({ key: 'crop', type: 'value_error', message: 'needs shares from 0 that leave something of the picture' });
  return [0, 0, 0, 0];
}

/** As for a box of 4000 pixels. */
const MOST_RADIUS = 2000;

function readRadius(value: unknown, wrong: Wrong[]): number {
  if (value == null) return 0;
  if (typeof value === 'number' && value >= 0 && value <= MOST_RADIUS) return value;
  wrong.push({ key: 'cornerRadius', type: 'value_error', message: `must be a number from 0 to ${MOST_RADIUS}` });
  return 0;
}

/** Of a look's rounded corners, canvas pixels. */
export const radiusOf = (look: ArrayLike<number>): number => look[15]!;

/** Where a place in a placement's box is in its image; both are shares of their sides. */
export function placeInImage(look: ArrayLike<number>, { u, v }: { u: number; v: number }): { u: number; v: number } {
  const [flipX, flipY] = [look[1]!, look[2]!];
  const [left, top, right, bottom] = [look[11]!, look[12]!, look[13]!, look[14]!];
  return { u: left + (flipX ? 1 - u : u) * (1 - left - right), v: top + (flipY ? 1 - v : v) * (1 - top - bottom) };
}

/** How an image lies in its box, as numbers, and what is wrong with the words for it. */
export function readLook(placement: unknown): { look: number[]; wrong: Wrong[] } {
  const { fit, flipX, flipY, outline, glow, shadow, crop, cornerRadius } = Object(placement) as Record<string, unknown>;
  const wrong: Wrong[] = [];
  const mode = fits.indexOf((fit ?? 'fill') as FitMode);
  if (mode < 0) wrong.push({ key: 'fit', type: 'literal_error', message: 'must be fill, contain or cover' });
  for (const [key, value] of Object.entries({ flipX, flipY })) {
    if (value != null && typeof value !== 'boolean') wrong.push({ key, type: 'bool_type', message: 'must be true or false' });
  }
  const drawn = Object.entries({ outline, glow, shadow }).flatMap(([name, value]) => readEffect(name as keyof typeof effects, value, wrong));
  return { look: [Math.max(0, mode), Number(flipX === true), Number(flipY === true), ...drawn, ...readCrop(crop, wrong), readRadius(cornerRadius, wrong)], wrong };
}
