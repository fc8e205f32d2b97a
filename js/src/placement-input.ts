// Placement objects as callers have them become flat numbers: the one place where their keys are read.
import type { CanvasSize } from './contract.js';
import { MediaError } from './errors.js';
import { LOOK_STRIDE, readLook } from './placement-look.js';
import { serializePlacements, type AssetPlacement } from './placements.js';

/** A flat placement, or one as an editor holds it. */
export type AnyPlacement = PlacementInput | AssetPlacement;

/**
 * A placement as the web app serialises it: camelCase, snake_case or a mix of the two, key by key.
 * Positions are the asset's centre in percent of the canvas; sizes are percent of the canvas' width and
 * height, or pixels. A 0 is a value; null and undefined are not.
 */
export interface PlacementInput {
  /** Which image of a preview it is, and what results name it by. */
  assetId?: string | undefined;
  /** The same as `assetId`. */
  asset_id?: string | undefined;
  /** What a preview writes on the box of an image that is missing, in place of the asset id. */
  displayName?: string | null | undefined;
  /** The same as `displayName`. */
  display_name?: string | null | undefined;
  /** What the prompt calls it, e.g. `logo`; geometry and previews take no notice of it. */
  assetType?: string | null | undefined;
  /** The same as `assetType`. */
  asset_type?: string | null | undefined;
  /** Where a request says its image is; geometry and previews do not fetch it. */
  url?: string | null | undefined;
  /** Centre, percent of the canvas' width. */
  x: number;
  /** Centre, percent of the canvas' height. */
  y: number;
  /** Above 0. */
  width: number;
  /** Above 0. */
  height: number;
  /** Default `percent`. */
  sizeUnit?: SizeUnit | null | undefined;
  /** The same as `sizeUnit`. */
  size_unit?: SizeUnit | null | undefined;
  /** Default 1; higher is nearer to the viewer, and of equals the later. */
  zIndex?: number | null | undefined;
  /** The same as `zIndex`. */
  z_index?: number | null | undefined;
  /** Degrees clockwise, default 0. */
  rotation?: number | null | undefined;
  /** Percent, default 100. */
  opacity?: number | null | undefined;
  /** How a preview lays the image into the box: stretched (default), whole inside, or covering it with its middle. */
  fit?: FitMode | null | undefined;
  /** For previews: mirrored, left and right. What resizing through the opposite edge asks for. */
  flipX?: boolean | null | undefined;
  /** For previews: mirrored, up and down. */
  flipY?: boolean | null | undefined;
  /** For previews: a line around the picture, in front of its glow and shadow. It reaches beyond the box. */
  outline?: OutlineEffect | null | undefined;
  /** For previews: light around the picture. */
  glow?: GlowEffect | null | undefined;
  /** For previews: the picture's shadow. */
  shadow?: ShadowEffect | null | undefined;
  /** For previews and hit tests: what is cut off the image; what is left lies in the box. */
  crop?: ImageCrop | null | undefined;
  /** For previews and hit tests: radius of rounded corners in canvas pixels, 0 to 2000; half of the box' shorter side is a circle. */
  cornerRadius?: number | null | undefined;
}

/** A line around a picture, as far as its alpha goes. Canvas pixels, as all lengths of effects. */
export interface OutlineEffect {
  /** 0 to 500. */
  width: number;
  /** `#rrggbb` and the like. */
  color: string;
}

/** Light around a picture, from its outline outwards. */
export interface GlowEffect {
  /** To where it has faded, 0 to 500. */
  size: number;
  /** `#rrggbb` and the like. */
  color: string;
}

/** The shadow of a picture and its outline. */
export interface ShadowEffect {
  /** To the right, -1000 to 1000, default 0; it turns with the box. */
  x?: number | undefined;
  /** Downwards, as `x`. */
  y?: number | undefined;
  /** How far its edge fades, 0 to 500, default 0. */
  blur?: number | undefined;
  /** `#rrggbbaa` and the like. */
  color: string;
}

/** What is cut off an image, as shares of its own sides: each from 0, default 0; opposite ones leave something. */
export interface ImageCrop {
  /** From the left edge, of the width. */
  left?: number | undefined;
  /** From the upper edge, of the height. */
  top?: number | undefined;
  /** From the right edge, of the width. */
  right?: number | undefined;
  /** From the lower edge, of the height. */
  bottom?: number | undefined;
}

/** In the order of media::placement::Fit. */
export const fits = ['fill', 'contain', 'cover'] as const;

/** How an image lies in its box: stretched to it, whole inside of it, or covering it with its middle. */
export type FitMode = (typeof fits)[number];

/** Percent of the canvas' width and height, or canvas pixels. */
export type SizeUnit = 'percent' | 'px';

/** Why a placement cannot be used. `type` is Pydantic's word, `loc` the index in the list and the key. */
export interface PlacementIssue {
  /** E.g. `greater_than` or `literal_error`. */
  type: string;
  /** Index of the placement and the camelCase key. */
  loc: [index: number, key: string];
  /** For people, e.g. `must be percent or px`. */
  message: string;
}

/** Numbers in a row of placements: x, y, width, height, unit (0 percent, 1 px), z, rotation, opacity. */
export const PLACEMENT_STRIDE = 8;

const numberKeys: readonly (readonly [column: number, key: string, fallback: number])[] = [
  [0, 'x', NaN],
  [1, 'y', NaN],
  [2, 'width', NaN],
  [3, 'height', NaN],
  [5, 'zIndex', 1],
  [6, 'rotation', 0],
  [7, 'opacity', 100],
];

/** A number, or a string that holds one, as the backend takes it; else NaN, which the core reports. */
function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
}

export interface PlacementRows {
  rows: Float64Array<ArrayBuffer>;
  assetIds: string[];
  /** Display names where there are some, else asset ids; without NUL. */
  labels: string[];
  /** For previews, {@link LOOK_STRIDE} numbers each. */
  looks: Float64Array<ArrayBuffer>;
  issues: PlacementIssue[];
}

/**
 * @param canvas pixels, to resolve an editor's anchors and locked ratios
 * @throws MediaError `invalid_argument` when `placements` is not an array, or an anchor is unknown
 */
export function readPlacements(placements: unknown, canvas?: CanvasSize): PlacementRows {
  if (!Array.isArray(placements)) throw new MediaError('invalid_argument', 'placements must be an array.');
  const flat = serializePlacements(placements as object[], { canvas });
  const rows = new Float64Array(placements.length * PLACEMENT_STRIDE);
  const assetIds: string[] = [];
  const labels: string[] = [];
  const looks = new Float64Array(placements.length * LOOK_STRIDE);
  const issues: PlacementIssue[] = [];
  for (let index = 0; index < placements.length; index++) {
    const row = flat[index] as unknown as Record<string, unknown>;
    const at = index * PLACEMENT_STRIDE;
    for (const [column, key, fallback] of numberKeys) {
      const value = row[key];
      rows[at + column] = value == null ? fallback : toNumber(value);
    }
    const unit = row.sizeUnit ?? 'percent';
    rows[at + 4] = unit === 'px' ? 1 : 0;
    if (unit !== 'px' && unit !== 'percent') {
      issues.push({ type: 'literal_error', loc: [index, 'sizeUnit'], message: 'must be percent or px' });
      rows[at + 2] = NaN;
    }
    const { look, wrong } = readLook(placements[index]);
    looks.set(look, index * LOOK_STRIDE);
    for (const { key, ...issue } of wrong) {
      issues.push({ ...issue, loc: [index, key] });
      rows[at + 2] = NaN;
    }
    const assetId = row.assetId == null ? '' : String(row.assetId);
    assetIds.push(assetId);
    const name = typeof row.displayName === 'string' && row.displayName !== '' ? row.displayName : assetId;
    labels.push(name.replaceAll('\0', ' '));
  }
  return { rows, assetIds, labels, looks, issues };
}

/** An issue as the core writes it. */
export interface CoreIssue {
  index: number;
  field: string;
  type: string;
  message: string;
}

/** The core's issues, without those of placements that were already refused in reading. */
export function coreIssues(found: readonly CoreIssue[], known: readonly PlacementIssue[]): PlacementIssue[] {
  const refused = new Set(known.map((issue) => issue.loc[0]));
  return found
    .filter((issue) => !refused.has(issue.index))
    .map(({ index, field, type, message }) => ({ type, loc: [index, field], message }));
}
