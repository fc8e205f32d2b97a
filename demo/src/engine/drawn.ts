// Texts and colours as pictures: the page draws them with the device's fonts, and they go on as any other picture does.
import type { Drawn, FillSpec, Shape, TextSpec } from '../state/model.js';

/** Of the device: the first that it has is used. */
export const fonts: readonly (readonly [label: string, family: string])[] = [
  ['Bold', '"Arial Black", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif'],
  ['Narrow', 'Impact, "Haettenschweiler", "Arial Narrow", "DejaVu Sans Condensed", sans-serif'],
  ['Serif', 'Georgia, "Times New Roman", "DejaVu Serif", serif'],
  ['Typewriter', '"Courier New", "DejaVu Sans Mono", monospace'],
  ['Hand', '"Comic Sans MS", "Chalkboard SE", "Segoe Print", cursive'],
];

export const shapes: readonly (readonly [Shape, string])[] = [
  ['box', 'Box'], ['ellipse', 'Ellipse'], ['slanted', 'Slanted box'], ['hexagon', 'Hexagon'], ['shield', 'Shield'], ['star', 'Star'], ['burst', 'Burst'],
];

/** Pixels of a line of text, and from one to the next. */
const LINE = 180;
const LEADING = 1.12;
/** The longest side of a text's picture. */
const LONGEST = 4000;
/** A colour or two are as sharp in any size; the edges of a shape are not. */
const FILL_SIDE = { box: 512, shape: 1024 } as const;

/** What is drawn, as a PNG file without room around it. @throws Error with a sentence for the person */
export async function drawnFile(spec: Drawn): Promise<File> {
  const canvas = drawnCanvas(spec);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The browser could not draw it.');
  return new File([blob], `${spec.kind}.png`, { type: 'image/png' });
}

/** @param share of the size that it has as a layer */
export const drawnCanvas = (spec: Drawn, share = 1): HTMLCanvasElement => (spec.kind === 'text' ? textCanvas(spec, share) : fillCanvas(spec, share));

export function drawnName(spec: Drawn): string {
  if (spec.kind === 'text') return spec.text.replace(/\s+/g, ' ').trim().slice(0, 60) || 'Text';
  const { shape = 'box', from, to } = spec;
  return shape === 'box' && from !== to ? 'Gradient' : shapes.find(([value]) => value === shape)![1];
}

function textCanvas({ text, font, colour, align = 'center' }: TextSpec, share: number): HTMLCanvasElement {
  const lines = (text.trim() === '' ? ' ' : text).split('\n');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  const setFont = (size: number): void => {
    context.font = `900 ${size}px ${font}`;
    context.fillStyle = colour;
    context.textAlign = align;
    context.textBaseline = 'alphabetic';
  };
  const measure = (size: number) => {
    setFont(size);
    const each = lines.map((line) => context.measureText(line));
    const left = Math.max(1, ...each.map(({ actualBoundingBoxLeft }) => actualBoundingBoxLeft));
    const right = Math.max(1, ...each.map(({ actualBoundingBoxRight }) => actualBoundingBoxRight));
    const top = Math.max(1, each[0]!.actualBoundingBoxAscent);
    const bottom = (lines.length - 1) * size * LEADING + Math.max(1, each.at(-1)!.actualBoundingBoxDescent);
    return { left, top, width: Math.ceil(left + right), height: Math.ceil(top + bottom) };
  };
  let size = LINE * share;
  let box = measure(size);
  const longest = Math.max(box.width, box.height);
  if (longest > LONGEST) box = measure((size = (LINE * share * LONGEST) / longest));
  Object.assign(canvas, { width: box.width, height: box.height });
  setFont(size); // resizing has forgotten it
  lines.forEach((line, i) => context.fillText(line, box.left, box.top + i * size * LEADING));
  return canvas;
}

function fillCanvas({ shape = 'box', from, to, angle }: FillSpec, share: number): HTMLCanvasElement {
  const side = Math.round(share * FILL_SIDE[shape === 'box' ? 'box' : 'shape']);
  const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
  const context = canvas.getContext('2d')!;
  const half = 0.5;
  const turn = (angle * Math.PI) / 180;
  const reach = half * (Math.abs(Math.sin(turn)) + Math.abs(Math.cos(turn)));
  const [x, y] = [Math.sin(turn) * reach, -Math.cos(turn) * reach];
  context.scale(side, side);
  const gradient = context.createLinearGradient(half - x, half - y, half + x, half + y);
  gradient.addColorStop(0, from);
  gradient.addColorStop(1, to);
  context.fillStyle = gradient;
  context.fill(outlines[shape]());
  return canvas;
}

type Corner = readonly [x: number, y: number];

function polygon(corners: readonly Corner[]): Path2D {
  const path = new Path2D();
  for (const [x, y] of corners) path.lineTo(x, y);
  path.closePath();
  return path;
}

/** Corners on two circles in turn, the first one above. */
const pointed = (points: number, inner: number): Path2D =>
  polygon(Array.from({ length: 2 * points }, (_, i): Corner => {
    const [angle, radius] = [(i * Math.PI) / points, i % 2 === 0 ? 0.5 : inner];
    return [0.5 + radius * Math.sin(angle), 0.5 - radius * Math.cos(angle)];
  }));

/** In a square of side 1, and stretched over its layer. */
const outlines: Readonly<Record<Shape, () => Path2D>> = {
  box: () => polygon([[0, 0], [1, 0], [1, 1], [0, 1]]),
  ellipse: () => {
    const path = new Path2D();
    path.ellipse(0.5, 0.5, 0.5, 0.5, 0, 0, 2 * Math.PI);
    return path;
  },
  slanted: () => polygon([[0.1, 0], [1, 0], [0.9, 1], [0, 1]]),
  hexagon: () => polygon([[0.5, 0], [0.933, 0.25], [0.933, 0.75], [0.5, 1], [0.067, 0.75], [0.067, 0.25]]),
  shield: () => new Path2D('M.5 0C.63 .08 .78 .12 .93 .12V.5C.93 .76 .74 .92 .5 1 .26 .92 .07 .76 .07 .5V.12C.22 .12 .37 .08 .5 0Z'),
  star: () => pointed(5, 0.24),
  burst: () => pointed(16, 0.38),
};
