// Compiled, never run: what the published types accept and refuse.
import {
  type Constants,
  type ContractIssue,
  createMediaKit,
  deserializePlacements,
  type EndpointName,
  type KeyStyle,
  type MediaAsset,
  type MediaAssetType,
  type ModelName,
  type PlacementInput,
  type RequestResult,
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
if (request.ok) void fetch(`https://api.example${request.url}`, request);
else console.log(request.status, request.issues[0]?.message);
const send = (any: RequestResult) => any.ok && fetch(any.url, any);
void send(request);
void send(kit.requests.bulkDeleteMedia(['a']));

// Each endpoint's request is of its own method and path, with a body or none.
if (request.ok) {
  const method: 'GET' = request.method;
  const path: `/api/v1/media-library/${string}` = request.path;
  const body: undefined = request.body;
  void [method, path, body];
}
const made = kit.requests.updateMedia({ assetId: 'a', displayName: 'B' });
if (made.ok) {
  const method: 'PATCH' = made.method;
  const body: Uint8Array = made.body;
  // @ts-expect-error another endpoint's path
  const path: '/api/v1/generate' = made.path;
  void [method, body, path];
}
const generated = kit.requests.generate({ assetType: 'banner' });
// @ts-expect-error it is a POST
if (generated.ok && generated.method === 'GET') void generated;

// An upload has an image: base64, or bytes in the parameters or the context.
kit.requests.uploadMedia({ assetType: 'logo', displayName: 'L' }, { image: new Uint8Array(3) });
// @ts-expect-error no image anywhere
kit.requests.uploadMedia({ assetType: 'logo', displayName: 'L' });
// @ts-expect-error no image anywhere
kit.requests.uploadMedia({ assetType: 'logo', displayName: 'L' }, { tier: 'pro' });

// What may be left out may be undefined.
const perhaps: string | undefined = [undefined, 'text'][Math.round(Math.random())];
kit.requests.listMedia({ search: perhaps, tags: undefined }, { tier: perhaps });
kit.requests.updateMedia({ asset_id: 'a', description: perhaps });
kit.responses.getMedia('{}', { tolerant: undefined });

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
// @ts-expect-error no such model
kit.contract.validate('Nope', {});
// @ts-expect-error nor a list of it
kit.contract.encode('Nope[]', []);
// @ts-expect-error no such style
kit.contract.validate('MediaAsset', {}, { keys: 'kebab' });
const part = kit.contract.validate('UploadMediaRequest', {}, { only: ['description', 'display_name'], keys: 'camel' });
if (part.ok) {
  const description: string | null | undefined = part.value.description;
  void description;
}
// @ts-expect-error no such field
kit.contract.validate('UploadMediaRequest', {}, { only: ['descripton'] });

// Issues are told apart by their type, which says what ctx holds; sentences can be replaced.
if (!verdict.ok)
  for (const issue of verdict.issues) {
    if (issue.type === 'string_too_long') issue.ctx.max_length.toFixed();
    // @ts-expect-error there is no such type
    if (issue.type === 'string_too_wide') void issue;
    // @ts-expect-error another type's ctx
    if (issue.type === 'literal_error') void issue.ctx.max_length;
  }
kit.contract.validate('UploadMediaRequest', {}, {
  messages: {
    missing: 'Fehlt.',
    string_too_long: (issue) => `Höchstens ${issue.ctx.max_length.toFixed()} Zeichen.`,
    'displayName.string_too_long': 'Zu lang.',
  },
});
// @ts-expect-error there is no such type
kit.contract.validate('UploadMediaRequest', {}, { messages: { mising: 'Fehlt.' } });

// Words are literals: of constants, serialised placements, statuses.
const word: MediaAssetType | undefined = kit.contract.constants.BG_REMOVAL_DEFAULT_TYPES[0];
const placed: MediaAssetType | undefined = serializePlacements([])[0]?.assetType;
const tier: 'pro' | 'studio' | undefined = kit.contract.constants.ALLOWED_TIERS[0];
// @ts-expect-error the server has no such answer
if (!made.ok && made.status === 418) void made;
void [word, placed, tier];

// None of them is any text or any number.
type Open<T> = string extends T ? true : number extends T ? true : false;
const closed: false[] = [
  false as Open<ContractIssue['type']>,
  false as Open<Extract<RequestResult, { ok: false }>['status']>,
  false as Open<RequestResult['ok']>,
  false as Open<Constants['MEDIA_ASSET_TYPES'][number]>,
  false as Open<Constants['BG_REMOVAL_EXCLUDED_TYPES'][number]>,
  false as Open<Constants['FILE_TYPES'][number]>,
  false as Open<Constants['ALLOWED_TIERS'][number]>,
  false as Open<Constants['GENERATION_ASSET_TYPES'][number]>,
  false as Open<Constants['COACH_ASSET_TYPES'][number]>,
  false as Open<keyof Constants['CANVAS_SIZES']>,
  false as Open<keyof Constants['ASSET_LIMITS']>,
  false as Open<ReturnType<typeof serializePlacements>[number]['assetType']>,
  false as Open<NonNullable<ReturnType<typeof serializePlacements>[number]['sizeUnit']>>,
  false as Open<KeyStyle>,
  false as Open<EndpointName>,
  false as Open<ModelName>,
];
void closed;

// Keys are the wire's unless the options say camel.
const wire = kit.contract.validate('MediaAssetPlacement', {});
if (wire.ok) {
  void wire.value.z_index;
  // @ts-expect-error snake is the default
  void wire.value.zIndex;
}

// A newer server's answer has its drift beside it.
const newer = kit.responses.listMedia('{}', { tolerant: true });
const titles: string[] = newer.assets.map(({ displayName }) => displayName);
for (const { type, path } of newer.drift) console.log(type, path, titles);
// @ts-expect-error only a tolerant reading has it
void kit.responses.listMedia('{}').drift;

const list = kit.contract.validate('MediaAssetPlacement[]', [], { keys: 'camel' });
if (list.ok) list.value.map(({ zIndex }) => zIndex.toFixed());
const name: EndpointName = 'setPrimary';
const anchor = deserializePlacements([])[0]?.position.anchor;
void [none, size, name, anchor];

// A placement written out, with all that a request says of it.
const written: PlacementInput[] = [
  { assetId: 'a', displayName: 'A', assetType: 'logo', url: 'a.png', x: 50, y: 50, width: 20, height: 20 },
  { asset_id: 'b', asset_type: 'face', url: null, x: 50, y: 50, width: 20, height: 20, z_index: 2 },
];
kit.prompt.describe(written, { width: 1280, height: 720 });
