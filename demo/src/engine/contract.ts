// The contract's constants in the forms that the page's menus need.
import type { CanvasSize, GenerationAssetType, MediaAssetType, CoreKit } from '@aurastream/media-wasm';

/** What `generate` makes, in the contract's order. */
export const canvases = (kit: CoreKit): readonly GenerationAssetType[] =>
  kit.contract.constants.GENERATION_ASSET_TYPES as readonly GenerationAssetType[];

/** A canvas' size in pixels. */
export function canvasSize(kit: CoreKit, canvas: GenerationAssetType): CanvasSize {
  const { CANVAS_SIZES, DEFAULT_CANVAS_SIZE } = kit.contract.constants;
  return (CANVAS_SIZES as Readonly<Record<string, CanvasSize>>)[canvas] ?? DEFAULT_CANVAS_SIZE;
}

export const assetTypes = (kit: CoreKit): readonly MediaAssetType[] =>
  kit.contract.constants.MEDIA_ASSET_TYPES as readonly MediaAssetType[];
