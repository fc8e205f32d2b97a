// Compiled, never run: what the published types accept and refuse.
import {
  createMediaKit,
  deserializePlacements,
  type EndpointName,
  type MediaAsset,
  type MediaAssetType,
  serializePlacements,
  type UploadMediaRequestWire,
} from '@aurastream/media-wasm';

const kit = await createMediaKit();

// Requests take either key style and leave out what has a default.
kit.requests.uploadMedia(
  { assetType: 'logo', displayName: 'Logo', image: new Uint8Array(3) },
  { tier: 'pro', counts: { logo: 1 } },
);
kit.requests.uploadMedia({ asset_type: 'logo', display_name: 'Logo', image_base64: '' });
kit.requests.generate({ assetType: 'banner', mediaAssetPlacements: serializePlacements([]) });
kit.requests.startCoach({
  assetType: 'thumbnail',
  mood: 'hype',
  description: 'Fire',
  brandContext: { colors: [{ hex: '#FF5733', name: 'Fire' }] },
});
kit.requests.updateMedia({ assetId: 'a', description: null });
kit.requests.listMedia();
kit.requests.listMedia({ limit: 5, sortOrder: 'asc' });
kit.requests.getPrimaryAsset('face');
kit.requests.bulkDeleteMedia(['a']);
// @ts-expect-error a generation's type is not a media type
kit.requests.uploadMedia({ assetType: 'banner', displayName: 'Logo', imageBase64: '' });
// @ts-expect-error display_name is missing
kit.requests.uploadMedia({ asset_type: 'logo', image_base64: '' });
// @ts-expect-error no such order
kit.requests.listMedia({ sortOrder: 'up' });
// @ts-expect-error an id is needed
kit.requests.getMedia();
// @ts-expect-error no such endpoint
kit.requests.uploadFile({});

// A built request has what fetch takes; a refused one says why.
const request = kit.requests.getMedia('a');
if (request.ok)
  void fetch(request.path, {
    method: request.method,
    headers: request.headers,
    ...(request.body && { body: request.body }),
  });
else console.log(request.status, request.issues[0]?.message);

// Answers are complete and in camelCase.
const asset: MediaAsset = kit.responses.getMedia('{}');
const none: MediaAsset | null = kit.responses.getPrimaryAsset(new Uint8Array());
const size: number | null = kit.responses.uploadMedia('').asset.fileSize;
// @ts-expect-error snake_case is the wire's
asset.file_size;

// A verdict knows its model.
const verdict = kit.contract.validate('UploadMediaRequest', {});
if (verdict.ok) {
  const value: UploadMediaRequestWire = verdict.value;
  const type: MediaAssetType = value.asset_type;
  void type;
}
const list = kit.contract.validate('MediaAssetPlacement[]', [], { keys: 'camel' });
if (list.ok) list.value.map(({ zIndex }) => zIndex.toFixed());
const name: EndpointName = 'setPrimary';
const anchor = deserializePlacements([])[0]?.position.anchor;
void [none, size, name, anchor];
