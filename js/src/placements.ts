// Between an editor's placements and the flat ones of a request.

const own = (object: object, key: string) => Object.prototype.hasOwnProperty.call(object, key);

/** The value under either key style; null and undefined are "not there", 0 is a value. */
function pick(object: unknown, camel: string): unknown {
  if (typeof object !== 'object' || object === null) return undefined;
  const snake = camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const holder = object as Record<string, unknown>;
  for (const key of [camel, snake]) if (own(holder, key) && holder[key] != null) return holder[key];
  return undefined;
}

/**
 * Flat placements, ready for `mediaAssetPlacements`. Takes an editor's `AssetPlacement` (with `asset`, `position` and
 * `size`) as well as flat ones, in camelCase, snake_case or a mix. The URL is that of the image without background
 * where there is one.
 */
export function serializePlacements(placements: readonly object[]): Record<string, unknown>[] {
  return Array.isArray(placements) ? placements.map(serializePlacement) : (placements as never);
}

function serializePlacement(placement: object): Record<string, unknown> {
  const asset = pick(placement, 'asset');
  const position = pick(placement, 'position');
  const size = pick(placement, 'size');
  return {
    assetId: pick(placement, 'assetId') ?? pick(asset, 'id'),
    displayName: pick(placement, 'displayName') ?? pick(asset, 'displayName'),
    assetType: pick(placement, 'assetType') ?? pick(asset, 'assetType'),
    url: pick(placement, 'url') ?? pick(asset, 'processedUrl') ?? pick(asset, 'url'),
    x: pick(placement, 'x') ?? pick(position, 'x'),
    y: pick(placement, 'y') ?? pick(position, 'y'),
    width: pick(placement, 'width') ?? pick(size, 'width'),
    height: pick(placement, 'height') ?? pick(size, 'height'),
    sizeUnit: pick(placement, 'sizeUnit') ?? pick(size, 'unit'),
    zIndex: pick(placement, 'zIndex'),
    rotation: pick(placement, 'rotation'),
    opacity: pick(placement, 'opacity'),
  };
}
