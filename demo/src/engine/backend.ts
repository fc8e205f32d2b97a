// The back end that may run beside the page, by the package's client.
import type { ListMediaRequestInput, MediaAsset, MediaAssetType, CoreKit } from '@aurastream/media-wasm';
import { createMediaClient } from '@aurastream/media-wasm/client';
import { imageOf, inOrder, type ImageItem, type State } from '../state/model.js';
import { generateParams, uploadParams } from './request.js';
import { shownFile, type Pictures } from './pictures.js';

/** Which assets are listed. */
export type Filter = Pick<ListMediaRequestInput, 'search' | 'assetType' | 'favoritesOnly'>;

export interface Library {
  assets: readonly MediaAsset[];
  /** How many the filter finds; the list may be a part of them. */
  found: number;
  /** Of all types, whatever the filter. */
  total: number;
  /** Assets that this tier's library may hold. */
  limit: number;
  tier: string;
  /** Why nothing can be added on this tier; none: it can. */
  closed: string | undefined;
  /** Of each type that there is: how many there are, and may be. */
  types: readonly { type: MediaAssetType; count: number; limit: number }[];
}

export interface Backend {
  /** Whether one answers. */
  isThere(): Promise<boolean>;
  list(filter: Filter): Promise<Library>;
  upload(image: ImageItem): Promise<MediaAsset>;
  toggleFavorite(assetId: string): Promise<void>;
  setPrimary(assetId: string): Promise<void>;
  rename(assetId: string, displayName: string): Promise<void>;
  remove(assetId: string): Promise<void>;
  /** Uploads what the canvas shows and the library lacks, then asks for the picture. @returns its address */
  generate(state: State): Promise<string>;
}

/**
 * @param sent is told how many bytes of bodies have gone to it so far
 * @throws Error with a sentence of the kit's or the server's
 */
export function createBackend(kit: CoreKit, pictures: Pictures, sent: (bytes: number) => void): Backend {
  let bytes = 0;
  const counting: typeof fetch = (input, init) => {
    if (init?.body instanceof Uint8Array) sent((bytes += init.body.byteLength));
    return fetch(input, init);
  };
  const media = createMediaClient({ baseUrl: '', kit, fetch: counting });
  /** What each image became in the library, and what it looked like then. */
  const uploaded = new Map<string, { asset: MediaAsset; look: string }>();
  const lookOf = ({ useCutout, cutout }: ImageItem): string => (useCutout && cutout?.id) || 'whole';

  async function upload(image: ImageItem): Promise<MediaAsset> {
    const file = shownFile(pictures, image);
    if (!file) throw new Error('The image is still being read.');
    const { asset } = await media.uploadMedia({ ...uploadParams(image), image: file });
    uploaded.set(image.id, { asset, look: lookOf(image) });
    return asset;
  }

  const assetFor = async (image: ImageItem): Promise<MediaAsset> => {
    const there = uploaded.get(image.id);
    return there?.look === lookOf(image) ? there.asset : upload(image);
  };

  return {
    async isThere() {
      try {
        // Whoever serves the page says it (demo/serve.mjs), so that none is asked in vain.
        const answer = await fetch('./backend.json', { cache: 'no-store' });
        return ((await answer.json()) as { there?: boolean }).there === true;
      } catch {
        return false;
      }
    },
    async list(filter) {
      const [{ assets, total: found }, { totalAssets: total, summaries }, { tier, totalLimit: limit, hasAccess, upgradeMessage }] = await Promise.all([
        media.listMedia({ ...filter, limit: 100 }),
        media.getSummary(),
        media.getAccess(),
      ]);
      const { ASSET_LIMITS } = kit.contract.constants;
      const types = summaries.map(({ assetType: type, totalCount: count }) => ({ type, count, limit: ASSET_LIMITS[type] ?? limit }));
      const closed = hasAccess ? undefined : (upgradeMessage ?? 'This tier has no library.');
      return { assets, found, total, limit, tier, closed, types };
    },
    upload,
    async toggleFavorite(assetId) {
      await media.toggleFavorite({ assetId });
    },
    async setPrimary(assetId) {
      await media.setPrimary({ assetId });
    },
    async rename(assetId, displayName) {
      await media.updateMedia({ assetId, displayName });
    },
    async remove(assetId) {
      await media.deleteMedia({ assetId });
      for (const [id, { asset }] of uploaded) if (asset.id === assetId) uploaded.delete(id);
    },
    async generate(state) {
      // The contract's refusals first, so that nothing is uploaded for a request that cannot be made.
      const request = kit.requests.generate(generateParams(state));
      if (!request.ok) throw new Error(request.issues[0]?.message ?? 'The request would be refused.');
      const assets = new Map<string, MediaAsset>();
      for (const layer of inOrder(state.document.layers)) {
        const image = imageOf(state, layer);
        if (image && !assets.has(image.id)) assets.set(image.id, await assetFor(image));
      }
      const { url } = ((await media.generate(withAssets(state, assets))) ?? {}) as { url?: unknown };
      if (typeof url !== 'string') throw new Error('The server answered without a picture.');
      return url;
    },
  };
}

/** The request with the library's ids and addresses in place of the session's. */
function withAssets(state: State, assets: ReadonlyMap<string, MediaAsset>) {
  const { mediaAssetIds, mediaAssetPlacements, ...params } = generateParams(state);
  if (!mediaAssetPlacements || !mediaAssetIds) return params;
  return {
    ...params,
    mediaAssetIds: mediaAssetIds.map((id) => assets.get(id)?.id ?? id),
    mediaAssetPlacements: mediaAssetPlacements.map((placement) => {
      const asset = assets.get(placement.assetId);
      return asset ? { ...placement, assetId: asset.id, url: asset.processedUrl ?? asset.url } : placement;
    }),
  };
}
