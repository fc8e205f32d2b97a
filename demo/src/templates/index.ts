// What the page does with templates; loaded when somebody asks for them.
import type { MediaImage, Rect, Size } from '@aurastream/media-wasm';
import { drawnCanvas, drawnFile, drawnName } from '../engine/drawn.js';
import { openPicture, type OpenedPicture } from '../engine/opening.js';
import type { Pixels } from '../engine/pixels.js';
import { drawPerson } from '../samples/character.js';
import type { ImageItem } from '../state/model.js';
import { fittedInto } from '../state/places.js';
import { laidOut } from './laid-out.js';
import type { Template } from './list.js';

export { laidOut } from './laid-out.js';
export { templates, type Template } from './list.js';

/** The pictures that a template draws, one a layer; none for places. @throws Error with a sentence for the person */
export const drawnPictures = (template: Template, pixels: Pixels): Promise<(OpenedPicture | undefined)[]> =>
  Promise.all(template.layers.map(async ({ draws }) => (draws ? openPicture(pixels, await drawnFile(draws)) : undefined)));

/** What is said of one of them. */
export function drawnImage(id: string, { width, height }: Size, layer: Template['layers'][number]): ImageItem {
  const drawn = layer.draws!;
  return {
    id, width, height, drawn, assetType: drawn.kind === 'fill' && layer.locked ? 'background' : 'overlay',
    fileName: `${drawn.kind}.png`, displayName: layer.name || drawnName(drawn), description: '', tags: '', favorite: false, primary: false, useCutout: false,
  };
}

/** Longest side of a preview, pixels. */
const PREVIEW_SIDE = 360;
/** Of what a layer draws. */
const PREVIEW_SHARE = 0.3;

const pixelsOf = (canvas: HTMLCanvasElement): MediaImage => {
  const { width, height } = canvas;
  return { width, height, data: canvas.getContext('2d')!.getImageData(0, 0, width, height).data };
};

/** Who is in the places of a preview. */
export interface Shown {
  pixels: MediaImage;
  /** On the lower edge of its place. */
  stands: boolean;
}

/** Somebody, where there is no picture yet. */
export function examplePerson(): Shown {
  const canvas = document.createElement('canvas');
  drawPerson(canvas.getContext('2d')!);
  return { pixels: smaller(canvas, personBounds), stands: true };
}

/** Where the person is in the example, shares of its sides. */
const personBounds = { left: 0.165, top: 0.16, width: 0.67, height: 0.84 };

/** @returns what is enough for a preview */
export function previewPicture({ pixels, stands }: Shown): Shown {
  const canvas = Object.assign(document.createElement('canvas'), { width: pixels.width, height: pixels.height });
  canvas.getContext('2d')!.putImageData(new ImageData(pixels.data as Uint8ClampedArray<ArrayBuffer>, pixels.width, pixels.height), 0, 0);
  return { pixels: smaller(canvas, { left: 0, top: 0, width: 1, height: 1 }), stands };
}

function smaller(source: HTMLCanvasElement, { left, top, width, height }: Rect): MediaImage {
  const [wide, high] = [source.width * width, source.height * height];
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(wide, high));
  const canvas = Object.assign(document.createElement('canvas'), { width: Math.max(1, Math.round(wide * scale)), height: Math.max(1, Math.round(high * scale)) });
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, left * source.width, top * source.height, wide, high, 0, 0, canvas.width, canvas.height);
  return pixelsOf(canvas);
}

/**
 * A template with pictures in its places, by the same code that draws the canvas.
 * @param shown one or more, for its places in their order; where they are too few they come again
 * @throws Error with a sentence for the person
 */
export async function templatePreview(template: Template, full: Size, shown: readonly Shown[], pixels: Pixels): Promise<Blob> {
  const scale = PREVIEW_SIDE / Math.max(full.width, full.height);
  const canvas = { width: Math.round(full.width * scale), height: Math.round(full.height * scale) };
  let places = 0;
  const inPlace = template.layers.map(({ draws }) => (draws ? undefined : shown[places++ % shown.length]!));
  const images = template.layers.map(({ draws }, i) => (draws ? pixelsOf(drawnCanvas(draws, PREVIEW_SHARE)) : inPlace[i]!.pixels));
  const placements = laidOut(template, images, canvas).map(({ place, locked: _, lockAspect: __, name: ___, ...layer }, i) => ({
    ...layer, ...(place && fittedInto(layer, images[i]!, inPlace[i]!.stands, canvas)), assetId: String(i), sizeUnit: 'percent' as const,
  }));
  const sources = images.map((image, i) => [String(i), image] as [string, MediaImage]);
  const [file] = await pixels.compose({ scene: { canvas, background: template.backdrop, placements }, sources, as: 'png' });
  return new Blob([file!.bytes], { type: file!.type });
}
