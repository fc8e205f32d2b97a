// Between an editor's placements and the flat ones of a request.
import type { CanvasSize } from './contract.js';
import { MediaError } from './errors.js';
import { guarded } from './guard.js';
import { type MediaAsset, type MediaAssetPlacementInput, type MediaAssetType, PLACEMENT_KEYS } from './generated/contract.js';

/** What a placement keeps of its asset; all of a MediaAsset fits. */
export type PlacedAsset = Pick<MediaAsset, 'id' | 'displayName' | 'assetType' | 'url'> & Partial<MediaAsset>;

/** Which point of the asset's box `position` is. */
export type PlacementAnchor =
  'center' | 'top' | 'bottom' | 'left' | 'right' | 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';

/** A placement as an editor holds it. */
export interface AssetPlacement {
  /** Of the library; the same as `asset.id`. */
  assetId: string;
  /** What is placed, as far as it is known. */
  asset: PlacedAsset;
  /** Percent of the canvas. */
  position: {
    /** From the left. */
    x: number;
    /** From the top. */
    y: number;
    /** Which point of the box stands there. */
    anchor: PlacementAnchor;
  };
  /** Of the unturned box. */
  size: {
    /** Above 0. */
    width: number;
    /** Above 0. */
    height: number;
    /** Percent of the canvas' width and height, or canvas pixels. */
    unit: 'percent' | 'px';
    /** The image's ratio counts: the box shrinks to it, about its centre, when it is serialised. */
    maintainAspectRatio: boolean;
  };
  /** Higher is nearer to the viewer. */
  zIndex: number;
  /** Degrees clockwise. */
  rotation: number;
  /** Percent. */
  opacity: number;
}

/** A flat placement, as requests take it. */
export interface SerializedPlacement extends MediaAssetPlacementInput {
  assetType: MediaAssetType;
}

/** What {@link serializePlacements} has to know besides the placements. */
export interface SerializeOptions {
  /**
   * Pixels. Needed for an anchor other than the centre with a size in px, and for a locked ratio in percent.
   */
  canvas?: CanvasSize | undefined;
}

type Holder = Readonly<Record<string, unknown>> | undefined;

const snake = (camel: string) => camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const snakeKeys = new Map<string, string>();

/**
 * The value under either key: where both are there, that of the wire's snake_case, as the core and the server have it.
 * null and undefined are "not there"; 0 and '' are values.
 */
function pick(holder: Holder, camel: string): unknown {
  if (holder === undefined) return undefined;
  let key = snakeKeys.get(camel);
  if (key === undefined) snakeKeys.set(camel, (key = snake(camel)));
  const value = holder[key];
  return (value === undefined ? holder[camel] : value) ?? undefined;
}

const asHolder = (value: unknown): Holder =>
  typeof value === 'object' && value !== null ? (value as Holder) : undefined;

/** Where an editor keeps what is flat on the wire. */
const nested: Partial<Record<(typeof PLACEMENT_KEYS)[number], readonly [part: string, key: string]>> = {
  assetId: ['asset', 'id'],
  displayName: ['asset', 'displayName'],
  assetType: ['asset', 'assetType'],
  x: ['position', 'x'],
  y: ['position', 'y'],
  width: ['size', 'width'],
  height: ['size', 'height'],
  sizeUnit: ['size', 'unit'],
};

const invalid = (message: string) => new MediaError('invalid_argument', message);

/**
 * Flat placements for `mediaAssetPlacements`. Takes an editor's placements as well as flat ones, in
 * camelCase, snake_case or a mix. The URL is that of the image without background where there is one. What a
 * request cannot carry is resolved: an anchor moves x and y to the centre, a locked ratio shrinks the box to
 * the image in it. Values are passed on as they are; validating them is the request's part.
 * @throws MediaError `invalid_argument` for an unknown anchor, or one that needs `canvas`
 * @function
 */
export const serializePlacements = /* @__PURE__ */ guarded(serializeAll, 'serializePlacements');

function serializeAll(
  placements: readonly object[],
  options: SerializeOptions = {},
): SerializedPlacement[] {
  if (!Array.isArray(placements)) throw invalid('placements must be an array.');
  return placements.map((placement) => serialize(asHolder(placement), options?.canvas));
}

function serialize(placement: Holder, canvas: CanvasSize | undefined): SerializedPlacement {
  const flat: Record<string, unknown> = {};
  const asset = asHolder(pick(placement, 'asset'));
  for (const key of PLACEMENT_KEYS) {
    const [part, inner] = nested[key] ?? [];
    let value = pick(placement, key) ?? (part && pick(asHolder(pick(placement, part)), inner as string));
    if (key === 'url') value ??= pick(asset, 'processedUrl') || pick(asset, 'url');
    if (value !== undefined) flat[key] = value;
  }
  const position = asHolder(pick(placement, 'position'));
  const size = asHolder(pick(placement, 'size'));
  const { x, y, width, height, sizeUnit } = flat;
  if ([x, y, width, height].every((value) => typeof value === 'number')) {
    const box = { x, y, width, height } as Box;
    const pixels = sizeUnit === 'px';
    const anchored = moveToCentre(box, pick(position, 'anchor') ?? 'center', pixels, canvas);
    const locked = pick(size, 'maintainAspectRatio') === true;
    Object.assign(flat, locked ? containImage(anchored, asset, pixels, canvas) : anchored);
  }
  return flat as unknown as SerializedPlacement;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

function moveToCentre(box: Box, anchor: unknown, pixels: boolean, canvas: CanvasSize | undefined): Box {
  const words = String(anchor).split('-');
  const unknown = words.find((word) => !/^(center|centre|middle|top|bottom|left|right)$/.test(word));
  if (unknown !== undefined) throw invalid(`There is no anchor "${String(anchor)}".`);
  const right = Number(words.includes('left')) - Number(words.includes('right'));
  const down = Number(words.includes('top')) - Number(words.includes('bottom'));
  if (right === 0 && down === 0) return box;
  if (pixels && !canvas) throw invalid('An anchor other than the centre with a size in px needs the canvas.');
  const percent = (length: number, side: number | undefined) =>
    pixels ? (length / (side as number)) * 100 : length;
  return {
    ...box,
    x: box.x + (right * percent(box.width, canvas?.width)) / 2,
    y: box.y + (down * percent(box.height, canvas?.height)) / 2,
  };
}

/**
 * The largest box of the image's ratio inside, about the same centre; the box itself when the ratio is not
 * known.
 */
function containImage(box: Box, asset: Holder, pixels: boolean, canvas: CanvasSize | undefined): Box {
  const imageWidth = pick(asset, 'width');
  const imageHeight = pick(asset, 'height');
  if (!(Number(imageWidth) > 0) || !(Number(imageHeight) > 0) || (!pixels && !canvas)) return box;
  const [unitX, unitY] = pixels
    ? [1, 1]
    : [(canvas as CanvasSize).width / 100, (canvas as CanvasSize).height / 100];
  const ratio = Number(imageWidth) / Number(imageHeight);
  const boxRatio = (box.width * unitX) / (box.height * unitY);
  if (Math.abs(ratio / boxRatio - 1) < 1e-9) return box;
  return boxRatio > ratio
    ? { ...box, width: (box.height * unitY * ratio) / unitX }
    : { ...box, height: (box.width * unitX) / ratio / unitY };
}

/**
 * An editor's placements from a request's: centred, without a lock, with every value of the request. The
 * assets are those of `assets` with the same id, or what the placement itself says of them.
 * @throws MediaError `invalid_argument` when `placements` is not an array
 * @function
 */
export const deserializePlacements = /* @__PURE__ */ guarded(deserializeAll, 'deserializePlacements');

function deserializeAll(
  placements: readonly object[],
  assets: readonly PlacedAsset[] = [],
): AssetPlacement[] {
  const known = new Map(assets.map((asset) => [asset.id, asset]));
  return serializePlacements(placements).map((flat) => {
    const { assetId, displayName, assetType, url, x, y, width, height, sizeUnit, zIndex, rotation, opacity } =
      flat;
    const asset = { ...known.get(assetId), id: assetId, displayName, assetType } as PlacedAsset;
    asset.url ??= url;
    if ((asset.processedUrl || asset.url) !== url) asset.processedUrl = url;
    return {
      assetId,
      asset,
      position: { x, y, anchor: 'center' },
      size: { width, height, unit: sizeUnit ?? 'percent', maintainAspectRatio: false },
      zIndex: zIndex ?? 1,
      rotation: rotation ?? 0,
      opacity: opacity ?? 100,
    };
  });
}
