// Texts and colours as pictures: the page draws them with the device's fonts, and they go on as any other picture does.
import type { Drawn, FillSpec, TextSpec } from '../state/model.js';

/** Pixels of a line of text, and from one to the next. */
const LINE = 180;
const LEADING = 1.12;
/** The longest side of a text's picture. */
const LONGEST = 4000;
/** A colour or two are as sharp in any size. */
const FILL_SIDE = 512;

/** What is drawn, as a PNG file without room around it. @throws Error with a sentence for the person */
export async function drawnFile(spec: Drawn): Promise<File> {
  const canvas = spec.kind === 'text' ? textCanvas(spec) : fillCanvas(spec);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The browser could not draw it.');
  return new File([blob], `${spec.kind}.png`, { type: 'image/png' });
}

export const drawnName = (spec: Drawn): string => (spec.kind === 'text' ? spec.text.replace(/\s+/g, ' ').trim().slice(0, 60) || 'Text' : 'Colour');

function textCanvas({ text, font, colour }: TextSpec): HTMLCanvasElement {
  const lines = (text.trim() === '' ? ' ' : text).split('\n');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  const setFont = (size: number): void => {
    context.font = `900 ${size}px ${font}`;
    context.fillStyle = colour;
    context.textAlign = 'center';
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
  let size = LINE;
  let box = measure(size);
  const longest = Math.max(box.width, box.height);
  if (longest > LONGEST) box = measure((size = (LINE * LONGEST) / longest));
  Object.assign(canvas, { width: box.width, height: box.height });
  setFont(size); // resizing has forgotten it
  lines.forEach((line, i) => context.fillText(line, box.left, box.top + i * size * LEADING));
  return canvas;
}

function fillCanvas({ from, to, angle }: FillSpec): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement('canvas'), { width: FILL_SIDE, height: FILL_SIDE });
  const context = canvas.getContext('2d')!;
  const half = FILL_SIDE / 2;
  const turn = (angle * Math.PI) / 180;
  const reach = half * (Math.abs(Math.sin(turn)) + Math.abs(Math.cos(turn)));
  const [x, y] = [Math.sin(turn) * reach, -Math.cos(turn) * reach];
  const gradient = context.createLinearGradient(half - x, half - y, half + x, half + y);
  gradient.addColorStop(0, from);
  gradient.addColorStop(1, to);
  context.fillStyle = gradient;
  context.fillRect(0, 0, FILL_SIDE, FILL_SIDE);
  return canvas;
}
