// Small pictures where they will be seen, in their real size, on dark and on light: emotes in a chat line, a badge
// beside a name, a thumbnail in a list.
import { h } from '../dom.js';
import type { Exported } from '../engine/exporting.js';
import type { ExportedFile } from '../engine/pixels.worker.js';

/** What stands around the pictures. */
type Line = (pictures: readonly HTMLElement[]) => readonly (Node | string)[];

interface Place {
  /** Of a canvas or a platform's files. */
  names: RegExp;
  /** CSS pixels across the picture's longer side; none: its own. */
  side?: number;
  line: Line;
}

const viewer = (): HTMLElement => h('b', {}, 'Viewer');

/** The first whose name is met. */
const places: readonly Place[] = [
  { names: /badge/, line: (pictures) => pictures.flatMap((picture) => [h('span', { class: 'said' }, picture, viewer(), ' hello!')]) },
  { names: /thumbnail/, side: 168, line: (pictures) => [...pictures, h('span', { class: 'listed' }, h('b', {}, 'The title of your video'), h('span', {}, 'Your channel · 1,204 views'))] },
  { names: /^/, line: (pictures) => [viewer(), ' nice! ', ...pictures] },
];

/** Of pictures without a place of their own, those that are as small as an emote. */
const SMALL_SIDE = 128;

/** @param made what would be saved; none: nothing is shown */
export function showRealSize(element: HTMLElement, made: Exported | undefined): void {
  for (const image of element.querySelectorAll('img')) URL.revokeObjectURL(image.src);
  const { side, line } = places.find(({ names }) => names.test(made?.name ?? ''))!;
  const files = made?.files.filter(({ width, height }) => side !== undefined || Math.max(width, height) <= SMALL_SIDE) ?? [];
  element.hidden = files.length === 0;
  element.replaceChildren(
    ...(files.length === 0 ? [] : ['dark', 'light'].map((ground) => h('p', { class: `chat ${ground}` }, ...line(files.map((file) => shown(file, side)))))),
  );
}

function shown({ type, width, height, bytes }: ExportedFile, side = Math.max(width, height)): HTMLElement {
  const scale = side / Math.max(width, height);
  const [wide, high] = [width * scale, height * scale].map(Math.round);
  return h('img', { src: URL.createObjectURL(new Blob([bytes], { type })), width: wide, height: high, alt: `${wide} × ${high} pixels` });
}
