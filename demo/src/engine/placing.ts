// Where a new picture goes on the canvas, and how large: by what it is, and by what lies there already.
import type { Box, MediaAssetType, CoreKit, Point, Rect, Size } from '@aurastream/media-wasm';
import { imageOf, inOrder, type Drawn, type ImageItem, type Layer, type State } from '../state/model.js';
import { isCutOff } from '../state/places.js';
import { canvasOf, canvasRect, toBox, withBox } from './layout.js';

/** The part of each side of the canvas that a picture of a type may take; `cover`: all of it, and more along one side. */
const shares: Readonly<Partial<Record<MediaAssetType, number | 'cover'>>> = {
  background: 'cover', overlay: 1, stinger: 1,
  object: 0.6, reference: 0.6, panel: 0.5, alert: 0.5, facecam_frame: 0.4, logo: 0.35, emote: 0.35, badge: 0.25,
};
/** People and characters are what a picture is about. */
const DEFAULT_SHARE = 0.92;
/** Canvases that one picture fills. */
const SMALL = /emote|badge|profile|logo/;
/** From the canvas' edges, of its shorter side. */
const MARGIN = 0.04;
/** Of the canvas, between a layer and one that would lie exactly on it. */
const STEP = 0.03;
/** Shares of the canvas that are tried, the best first. */
const spots: readonly Point[] = [
  [0.5, 0.5], [0.87, 0.5], [0.13, 0.5], [0.87, 0.2], [0.13, 0.2], [0.87, 0.8], [0.13, 0.8], [0.5, 0.2], [0.5, 0.8],
].map(([x, y]) => ({ x: x!, y: y! }));

/**
 * @param size of the picture as it is shown, in any unit
 * @param at canvas pixels; without it the picture goes where it covers least
 */
export function newLayer(kit: CoreKit, state: State, image: ImageItem, size: Size, id: string, at?: Point): Layer {
  const canvas = canvasOf(kit, state);
  const { layers } = state.document;
  const isBehind = ({ assetType }: ImageItem): boolean => assetType === 'background';
  const others = layers.filter((layer) => !isBehind(imageOf(state, layer) ?? image));
  const layer: Layer = { id, imageId: image.id, x: 50, y: 50, width: 100, height: 100, rotation: 0, opacity: 100, zIndex: isBehind(image) ? 0 : layers.length + 1, lockAspect: image.drawn?.kind !== 'fill', ...(image.drawn?.kind === 'text' && { outline: textOutline(canvas) }) };
  const fills = SMALL.test(state.document.canvas) && others.length === 0;
  const share = fills && !isBehind(image) ? 1 : (shares[image.assetType] ?? DEFAULT_SHARE);
  const around = canvasRect(canvas);
  if (share === 'cover') return withBox(kit, layer, kit.placement.fit(size, around, image.drawn ? 'fill' : 'cover'), canvas);
  const box = firstBox(kit, image, size, canvas, share);
  if (at) return withBox(kit, layer, { ...box, ...at }, canvas);
  const boxes = others.map((other) => toBox(kit, other, canvas));
  return withBox(kit, layer, apart(free(kit, { ...box, ...spot(image, box, canvas) }, boxes, canvas, isCutOff(image)), boxes, canvas), canvas);
}

/** White letters are read on any ground, and on none. */
const textOutline = ({ width, height }: Size): NonNullable<Layer['outline']> => ({ width: Math.round(0.14 * Math.min(width, height)) / 10, color: '#16211e' });

const drawnShares: Readonly<Record<Drawn['kind'], readonly [number, number]>> = { text: [0.8, 0.2], fill: [0.6, 0.22] };

/** A text is a headline, a box lies under one; other pictures are as large as their share lets them. */
function firstBox(kit: CoreKit, { drawn }: ImageItem, size: Size, canvas: Size, share: number): Box {
  const [wide, high] = drawn ? drawnShares[drawn.kind] : [share, share];
  const into = { left: 0, top: 0, width: canvas.width * wide, height: canvas.height * high };
  return kit.placement.fit(size, into, drawn?.kind === 'fill' ? 'fill' : 'contain');
}

const spot = (image: ImageItem, { height }: Box, canvas: Size): Point =>
  ({ x: canvas.width / 2, y: isCutOff(image) ? canvas.height - height / 2 : canvas.height / 2 });

/** The box at the first of the spots where it lies over as little of the others as anywhere. */
function free(kit: CoreKit, box: Box, others: readonly Box[], canvas: Size, staysBelow: boolean): Box {
  const margin = MARGIN * Math.min(canvas.width, canvas.height);
  const inner: Rect = { left: margin, top: margin, width: canvas.width - 2 * margin, height: canvas.height - 2 * margin };
  const candidates = spots.map(({ x, y }) => {
    const moved = kit.placement.keepInside({ ...box, x: x * canvas.width, y: y * canvas.height }, inner);
    return staysBelow ? { ...moved, y: box.y } : moved;
  });
  const covered = (one: Box): number => others.reduce((sum, other) => sum + kit.placement.query.overlapArea(one, other), 0);
  const areas = candidates.map(covered);
  const least = Math.min(...areas);
  return candidates[areas.findIndex((area) => area <= least * 1.001)]!;
}

/** Moved until its middle is no other's: none lies exactly on another. */
function apart(box: Box, others: readonly Box[], { width, height }: Size): Box {
  const step = STEP * Math.min(width, height);
  const isTaken = ({ x, y }: Point): boolean => others.some((other) => Math.hypot(other.x - x, other.y - y) < step / 2);
  let { x, y } = box;
  for (let tries = 0; isTaken({ x, y }) && tries <= others.length; tries++) {
    x = x + step > width ? step : x + step;
    y = y + step > height ? step : y + step;
  }
  return { ...box, x, y };
}

/** The empty place that a picture goes into: the one that it is put on, else the one that is selected, else the front-most. */
export function placeFor({ document: { layers }, selection }: State, image: ImageItem, canvas: Size, at?: Point): Layer | undefined {
  if (image.drawn) return undefined;
  const places = inOrder(layers).reverse().filter(({ place, hidden, locked }) => place && !hidden && !locked);
  if (!at) return places.find(({ id }) => selection.includes(id)) ?? places[0];
  const [x, y] = [(100 * at.x) / canvas.width, (100 * at.y) / canvas.height];
  return places.find((place) => Math.abs(place.x - x) <= place.width / 2 && Math.abs(place.y - y) <= place.height / 2);
}
