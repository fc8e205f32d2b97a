// The back end that may run beside the page, by the package's client.
import type { MediaAsset, MediaKit } from '@aurastream/media-wasm';
import { createMediaClient } from '@aurastream/media-wasm/client';
import { imageOf, inOrder, type ImageItem, type State } from '../state/model.js';
import { generateParams, uploadParams } from './request.js';
import { shownFile, type Pictures } from './pictures.js';

export interface Library {
  assets: readonly MediaAsset[];
  total: number;
  /** Assets that one library may hold. */
  limit: number;
}

export interface Backend {
  /** Whether one answers. */
  isThere(): Promise<boolean>;
  list(): Promise<Library>;
  upload(image: ImageItem): Promise<MediaAsset>;
  toggleFavorite(assetId: string): Promise<void>;
  remove(assetId: string): Promise<void>;
  /** Uploads what the canvas shows and the library lacks, then asks for the picture. @returns its address */
  generate(state: State): Promise<string>;
}

/** @throws Error with a sentence of the kit's or the server's */
export function createBackend(kit: MediaKit, pictures: Pictures): Backend {
  const media = createMediaClient({ baseUrl: '', kit });
  /** What each image became in the library, as it was then. */
  const uploaded = new Map<string, { asset: MediaAsset; file: Uint8Array }>();

  async function upload(image: ImageItem): Promise<MediaAsset> {
    const file = shownFile(pictures, image);
    if (!file) throw new Error('The image is still being read.');
    const { asset } = await media.uploadMedia({ ...uploadParams(image), image: file });
    uploaded.set(image.id, { asset, file });
    return asset;
  }

  const assetFor = async (image: ImageItem): Promise<MediaAsset> => {
    const there = uploaded.get(image.id);
    return there && there.file === shownFile(pictures, image) ? there.asset : upload(image);
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
    async list() {
      const { assets, total } = await media.listMedia({ limit: 100 });
      return { assets, total, limit: kit.contract.constants.TOTAL_ASSET_LIMIT };
    },
    upload,
    async toggleFavorite(assetId) {
      await media.toggleFavorite({ assetId });
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
