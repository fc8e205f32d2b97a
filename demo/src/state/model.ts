// What the page knows, as plain data. Pixels and bytes live beside it, in engine/pictures.ts, under the same ids.

import type { GenerationAssetType, MediaAssetType, Patch, PlacementInput, Rect } from '@aurastream/media-wasm';

/** A background removal that runs, or the last one's failure: nothing to undo, nothing to keep. */
export type Work =
  | { step: 'running'; phase: string; fraction: number }
  /** `needsGeneral`: the people model was shown something else. */
  | { step: 'failed'; message: string; needsGeneral?: boolean };

/** Where an image's background removal stands. */
export type Removal = Work | { step: 'idle' } | ({ step: 'done' } & Cutout);

/** What is said of a cut-out; its pixels are in engine/pictures.ts under this id. */
export interface Cutout {
  id: string;
  /** Which way it was made and how sure it is. */
  summary: string;
  /** For developers: the model, and what it ran on. */
  technical?: string;
  needsGeneral?: boolean;
  /** Which part of the picture layers show, as shares of its sides: all but the transparent rim. None: the whole. */
  frame?: Rect;
}

/** A text, in the letters of the device. */
export interface TextSpec {
  kind: 'text';
  text: string;
  /** Families as CSS lists them. */
  font: string;
  colour: string;
  /** Of its lines; default: the middle. */
  align?: TextAlign;
}

export type TextAlign = 'left' | 'center' | 'right';

export type Shape = 'box' | 'ellipse' | 'slanted' | 'hexagon' | 'shield' | 'star' | 'burst';

/** A colour, or one that becomes another, in a shape. */
export interface FillSpec {
  kind: 'fill';
  /** Default: a box. */
  shape?: Shape;
  from: string;
  to: string;
  /** Degrees clockwise, 0 upwards, as of a CSS gradient. */
  angle: number;
}

export type Drawn = TextSpec | FillSpec;

/** An image of the library, with what an upload of it would say. */
export interface ImageItem {
  id: string;
  fileName: string;
  width: number;
  height: number;
  assetType: MediaAssetType;
  displayName: string;
  description: string;
  /** As typed: separated by commas. */
  tags: string;
  favorite: boolean;
  primary: boolean;
  cutout?: Cutout;
  /** What the page itself has drawn, and draws again when it is changed. */
  drawn?: Drawn;
  /** Whether layers and requests use the cut-out rather than the original. */
  useCutout: boolean;
}

/** An image on the canvas. Lengths are percent of the canvas, (x, y) is the centre, rotation is degrees clockwise. */
export interface Layer extends Effects {
  id: string;
  /** None as long as it is a place for a picture. */
  imageId: string;
  x: number;
  y: number;
  width: number;
  height: number;
  rotation: number;
  opacity: number;
  zIndex: number;
  lockAspect: boolean;
  /** In place of the image's name. */
  name?: string;
  /** Neither seen nor sent. */
  hidden?: boolean;
  /** Pointers and keys leave it alone. */
  locked?: boolean;
  /** Mirrored, left and right or up and down. */
  flipX?: boolean;
  flipY?: boolean;
  /** What is cut off its picture. */
  crop?: Crop | null;
  /** Of its corners, as a share of half of its shorter side: 0 to 1, a circle. */
  round?: number;
  /** Layers that are selected and moved as one. */
  group?: string | null;
  /** A template's place for a picture, still empty: seen while editing, in no picture and no request. */
  place?: boolean;
  /** The place that its picture was put into, and fills until it is moved. */
  into?: PlaceBox;
}

/** Shares of the picture's sides. */
export interface Crop {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Percent of the canvas, about its centre. */
export type PlaceBox = Pick<Layer, 'x' | 'y' | 'width' | 'height'>;

/** What is drawn behind a layer, as kit.preview takes it; lengths are canvas pixels. */
export type Effects = Pick<PlacementInput, 'outline' | 'glow' | 'shadow'>;

/** The part that undo and redo move through. */
export interface Document {
  canvas: GenerationAssetType;
  backdrop: string;
  images: ImageItem[];
  layers: Layer[];
}

/** Something that went wrong; it is read until it is dismissed, or until the same thing goes right. */
export interface Problem {
  text: string;
  /** The image that it is about. */
  about?: string | undefined;
}

export type View = 'cutout' | 'canvas';
export type Panel = 'layers' | 'details';
export type Endpoint = 'generate' | 'uploadMedia';

export interface State {
  document: Document;
  /** What led to the document, oldest first, and what undo has taken back. */
  past: Patch[];
  future: Patch[];
  /** Changes with the same key belong to one gesture and are undone together. */
  gesture: string | undefined;
  /** By image id. */
  work: Readonly<Record<string, Work>>;
  imageId: string | undefined;
  selection: string[];
  view: View;
  /** The panel that was last brought into sight, by undo or redo too; another object each time. */
  turnedTo: { panel: Panel } | undefined;
  endpoint: Endpoint;
  prompt: string;
  snapping: boolean;
  /** Whether a touch or click adds to the selection, as with Shift. */
  several: boolean;
  /** Whether handles cut something off the selected layer instead of resizing it. */
  cropping: boolean;
  status: { text: string; tone: 'info' | 'error' };
  /** Oldest first. */
  problems: readonly Problem[];
}

export const initialState: State = {
  document: { canvas: 'thumbnail', backdrop: 'transparent', images: [], layers: [] },
  past: [],
  future: [],
  gesture: undefined,
  work: {},
  imageId: undefined,
  selection: [],
  view: 'cutout',
  turnedTo: undefined,
  endpoint: 'generate',
  prompt: 'A bold stream thumbnail with bright rim light and a clean, readable composition.',
  snapping: true,
  several: false,
  cropping: false,
  status: { text: '', tone: 'info' },
  problems: [],
};

export const imageWith = (state: State, wanted: string | undefined): ImageItem | undefined =>
  state.document.images.find(({ id }) => id === wanted);
export const currentImage = (state: State): ImageItem | undefined => imageWith(state, state.imageId);
export const imageOf = (state: State, layer: Layer): ImageItem | undefined => imageWith(state, layer.imageId);
export const removalOf = (state: State, { id, cutout }: ImageItem): Removal =>
  state.work[id] ?? (cutout ? { step: 'done', ...cutout } : { step: 'idle' });
export const selectedLayers = (state: State): Layer[] =>
  state.document.layers.filter(({ id }) => state.selection.includes(id));
/** Those of the selected that pointers and keys may change. */
export const movableLayers = (state: State): Layer[] => selectedLayers(state).filter(({ locked }) => !locked);
/** Those that a pointer on the canvas can mean. */
export const reachableLayers = (state: State): Layer[] =>
  state.document.layers.filter((layer) => !layer.hidden && !layer.locked && isThere(state, layer));
/** Whether there is something to see of it: its picture, or the place for one. */
export const isThere = (state: State, layer: Layer): boolean => layer.place === true || imageOf(state, layer) !== undefined;

const numberOf = ({ id }: Layer): number => Number(id.slice(id.indexOf('-') + 1)) || 0;

/** Its own name, else its image's; further layers of one image are counted: "Logo", "Logo 2". */
export function layerName(state: State, layer: Layer): string {
  if (layer.name) return layer.name;
  const name = layer.place ? 'Your picture' : imageOf(state, layer)?.displayName || 'Unnamed';
  const same = state.document.layers.filter((other) => !other.name && other.imageId === layer.imageId).sort((a, b) => numberOf(a) - numberOf(b));
  const rank = same.findIndex(({ id }) => id === layer.id) + 1;
  return rank > 1 ? `${name} ${rank}` : name;
}

/** The z-indices that put a layer at a place counted from the front, from 0. */
export function restackedTo(layers: readonly Layer[], id: string, place: number): Layer[] {
  const others = inOrder(layers).filter((layer) => layer.id !== id).map((layer) => layer.id);
  others.splice(Math.max(0, others.length - place), 0, id);
  return layers.map((layer) => ({ ...layer, zIndex: others.indexOf(layer.id) + 1 }));
}

/** Back to front. */
export const inOrder = (layers: readonly Layer[]): Layer[] => [...layers].sort((a, b) => a.zIndex - b.zIndex);
