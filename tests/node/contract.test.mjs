import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test, before, after } from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';
import { needsShared, shared } from '../shared.mjs';

let kit;
before(async () => {
  kit = await createMediaKit();
});
after(() => kit.dispose());

const code = (expected) => (error) => error instanceof MediaError && error.code === expected;
const placement = (changes = {}) => ({
  assetId: 'a1',
  display_name: 'Face',
  assetType: 'face',
  url: 'https://cdn/a.png',
  x: 0,
  y: 50,
  width: 20,
  height: 30,
  ...changes,
});

test(
  'all recorded verdicts agree, for text, bytes, objects, and objects with camelCase keys',
  needsShared,
  () => {
    const camel = (value, inMetadata) => {
      if (Array.isArray(value)) return value.map((item) => camel(item, inMetadata));
      if (typeof value !== 'object' || value === null || inMetadata) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [
          /^[a-z]+(_[a-z0-9]+)+$/.test(key) ? key.replace(/_(.)/g, (_, c) => c.toUpperCase()) : key,
          camel(inner, key === 'metadata'),
        ]),
      );
    };
    const rows = fs
      .readFileSync(shared('vectors/validation.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(rows.length, 720);
    for (const { model, input, ok, value, errors } of rows) {
      const parsed = JSON.parse(input);
      const forms = [input, new TextEncoder().encode(input), parsed];
      // Some samples hold assetId as an unknown key of theirs; in camelCase it would mean asset_id.
      if (!/assetId/.test(input)) forms.push(camel(parsed));
      for (const form of forms) {
        const verdict = kit.contract.validate(model, form);
        assert.equal(verdict.ok, ok, input);
        if (ok) assert.deepEqual(verdict.value, value);
        else {
          // These record only the bounds and lengths of each ctx; the hostile ones (native tests) have all of it.
          const recorded = (ctx, i) =>
            Object.fromEntries(Object.keys(errors[i]?.ctx ?? {}).map((name) => [name, ctx[name]]));
          assert.deepEqual(
            verdict.issues.map(({ type, loc, ctx }, i) => ({ type, loc, ctx: recorded(ctx, i) })),
            errors,
            input,
          );
        }
      }
    }
  },
);

test('an issue says where in both key styles, why in a sentence, and what the value was', () => {
  const { ok, issues } = kit.contract.validate('GenerateRequest', {
    assetType: 'banner',
    mediaAssetPlacements: [placement(), placement({ zIndex: 0 })],
  });
  assert.equal(ok, false);
  assert.deepEqual(issues, [
    {
      type: 'greater_than_equal',
      loc: ['media_asset_placements', 1, 'z_index'],
      path: ['mediaAssetPlacements', 1, 'zIndex'],
      message: 'This must be 1 or more.',
      ctx: { ge: 1 },
      input: 0,
    },
  ]);
});

test('both key styles mix at every depth, 0 is a value, and metadata keeps its keys', () => {
  const result = kit.contract.validate('UploadMediaRequest', {
    assetType: 'logo',
    display_name: 'Logo',
    imageBase64: '',
    metadata: { someKey: { inner_key: [null, { deepKey: 1 }] } },
  });
  assert.equal(result.ok, true);
  assert.deepEqual(result.value.metadata, { someKey: { inner_key: [null, { deepKey: 1 }] } });
  const placed = kit.contract.validate('MediaAssetPlacement', placement(), { keys: 'camel' });
  assert.deepEqual(placed.value, {
    assetId: 'a1',
    displayName: 'Face',
    assetType: 'face',
    url: 'https://cdn/a.png',
    x: 0,
    y: 50,
    width: 20,
    height: 30,
    sizeUnit: 'percent',
    zIndex: 1,
    rotation: 0,
    opacity: 100,
  });
});

test('a number that JSON cannot say is not validated as null', () => {
  const types = (value, model = 'MediaAssetPlacement') =>
    kit.contract.validate(model, value).issues?.map((issue) => issue.type);
  assert.deepEqual(types(placement({ x: NaN })), ['less_than_equal']);
  assert.deepEqual(types(placement({ width: Infinity })), ['finite_number']);
  assert.equal(types(placement({ zIndex: 5n })), undefined);
  // As text, Python's JSON reader takes them, and so does Pydantic.
  const text = JSON.stringify(placement({ width: 1e9 }));
  assert.equal(
    kit.contract.validate('MediaAssetPlacement', text.replace('1000000000', 'Infinity')).value.width,
    Infinity,
  );
  for (const [key, type] of [
    ['x', 'less_than_equal'],
    ['opacity', 'less_than_equal'],
    ['width', 'greater_than'],
  ]) {
    for (const value of [NaN, 'nan', ' NaN '])
      assert.deepEqual(types(placement({ [key]: value })), [type], `${key}: ${value}`);
  }
  assert.deepEqual(types(text.replace('"x":0', '"x":NaN')), ['less_than_equal']);
  assert.equal(types(placement({ width: 'inf' })), undefined); // as the server takes it
  const kept = kit.contract.validate(
    'UpdateMediaRequest',
    '{"metadata":{"a":[1,NaN,{"b":NaN,"__proto__":[NaN]}],"c":NaN,"c":1,"d":NaN,"e":-Infinity}}',
  ).value.metadata;
  assert.deepEqual(kept, JSON.parse('{"a":[1,0,{"b":0,"__proto__":[0]}],"c":1,"d":0,"e":0}', (key, value) =>
    value === 0 ? (key === 'e' ? -Infinity : NaN) : value));
  assert.deepEqual(types({ metadata: { a: [NaN] } }, 'UpdateMediaRequest'), ['finite_number']);
});

test('what is not JSON ends in a code, and the kit stays usable', () => {
  const validate = (value) => () => kit.contract.validate('UploadMediaRequest', value);
  for (const text of ['', '{', '{"a":1,}', '[1 2]', '"\u0001"', '01', '{"a":1} x', "{'a':1}", 'nul']) {
    assert.throws(validate(text), code('invalid_json'), text);
  }
  assert.throws(validate(new Uint8Array([0x22, 0xff, 0x22])), code('invalid_json'));
  assert.throws(validate('['.repeat(951) + ']'.repeat(951)), code('json_too_deep'));
  assert.equal(validate('['.repeat(950) + ']'.repeat(950))().ok, false);
  const deep = `${'{"a":'.repeat(900)}NaN${'}'.repeat(900)}`; // json.loads takes it
  assert.equal(kit.contract.validate('UpdateMediaRequest', `{"metadata":${deep}}`).ok, true);
  const cycle = {};
  cycle.self = cycle;
  assert.throws(validate(cycle), code('invalid_argument'));
  assert.throws(() => kit.contract.validate('Nothing', {}), code('unknown_model'));
  assert.throws(() => kit.contract.validate(undefined, {}), code('invalid_argument'));
  assert.equal(validate(undefined)().issues[0].type, 'model_type');
});

test("limits, access and background policy are the backend's", () => {
  const { constants } = kit.contract;
  assert.equal(constants.MEDIA_ASSET_TYPES.length, 14);
  assert.equal(constants.TOTAL_ASSET_LIMIT, 25);
  assert.equal(constants.MAX_FILE_BYTES, 10 * 1024 * 1024);
  assert.deepEqual(constants.CANVAS_SIZES.twitch_badge, { width: 72, height: 72 });
  assert.throws(() => constants.ALLOWED_TIERS.push('free'), TypeError);
  assert.deepEqual(kit.contract.accessFor('pro').assetLimits.reference, 10);
  const free = kit.contract.accessFor('free');
  assert.deepEqual(
    [free.hasAccess, free.totalLimit, free.maxPerPrompt, free.assetLimits.logo],
    [false, 0, 0, 0],
  );
  assert.deepEqual(kit.contract.backgroundRemoval('face'), {
    default: true,
    allowed: true,
    effective: true,
    subject: 'people',
  });
  assert.deepEqual(kit.contract.backgroundRemoval('face', false), {
    default: true,
    allowed: true,
    effective: false,
    subject: 'people',
  });
  assert.deepEqual(kit.contract.backgroundRemoval('overlay', true), {
    default: false,
    allowed: false,
    effective: false,
    subject: null,
  });
  assert.throws(() => kit.contract.backgroundRemoval('sofa'), code('invalid_argument'));
  assert.ok(kit.contract.models().includes('BrandCustomization'));
});

test('an upload body holds the image as base64, in snake_case', () => {
  const empty = { assetType: 'logo', displayName: 'Logo' };
  for (const params of [{ ...empty, image: new Uint8Array(0) }, { ...empty, imageBase64: '' }]) {
    const refused = kit.requests.uploadMedia(params);
    assert.deepEqual([refused.status, refused.issues[0].type], [400, 'empty_file']);
  }
  for (const length of [1, 2, 3, 1000, 65537]) {
    const image = new Uint8Array(length).map((_, i) => i * 7);
    const request = kit.requests.uploadMedia({
      assetType: 'logo',
      displayName: 'My "logo"',
      image,
      tags: ['a'],
    });
    assert.equal(request.ok, true);
    assert.equal(request.method, 'POST');
    assert.equal(request.path, '/api/v1/media-library');
    assert.equal(request.headers['content-type'], 'application/json');
    assert.deepEqual(JSON.parse(new TextDecoder().decode(request.body)), {
      asset_type: 'logo',
      display_name: 'My "logo"',
      image_base64: Buffer.from(image).toString('base64'),
      tags: ['a'],
    });
  }
});

test("an upload is refused with the server's statuses, in its order", () => {
  const image = new Uint8Array(10 * 1024 * 1024 + 1);
  const counts = { logo: 5, object: 10, reference: 10 };
  const upload = (changes, context) =>
    kit.requests.uploadMedia({ assetType: 'logo', displayName: 'Logo', image, ...changes }, context);
  const outcome = (result) => [result.status, result.issues[0].type];
  assert.deepEqual(outcome(upload({ displayName: '' }, { tier: 'free', counts })), [422, 'string_too_short']);
  assert.deepEqual(outcome(upload({}, { tier: 'free', counts })), [403, 'access_denied']);
  assert.deepEqual(outcome(upload({}, { tier: 'pro', counts })), [400, 'total_limit_reached']);
  assert.deepEqual(outcome(upload({}, { tier: 'pro', counts: { logo: 5 } })), [400, 'type_limit_reached']);
  assert.deepEqual(outcome(upload({}, { tier: 'pro', counts: { logo: 4 } })), [400, 'file_too_large']);
  assert.deepEqual(outcome(upload({ image: undefined, imageBase64: 'data:image/png;base64,AA==' })), [
    400,
    'invalid_base64',
  ]);
  assert.deepEqual(outcome(upload({ image: undefined })), [422, 'missing']);
  assert.equal(upload({ image: image.subarray(1) }, { tier: 'studio', counts: { logo: 4 } }).ok, true);
  assert.throws(() => upload({ image: 'text' }), code('invalid_argument'));
});

test('a generation names its placements in snake_case and refuses a third', () => {
  const params = {
    assetType: 'thumbnail',
    mediaAssetPlacements: [placement({ rotation: 0, opacity: 0 })],
    customPrompt: 'Gläser 😀',
  };
  const request = kit.requests.generate(params, { tier: 'pro' });
  assert.deepEqual(JSON.parse(new TextDecoder().decode(request.body)), {
    asset_type: 'thumbnail',
    custom_prompt: 'Gläser 😀',
    media_asset_placements: [
      {
        asset_id: 'a1',
        display_name: 'Face',
        asset_type: 'face',
        url: 'https://cdn/a.png',
        x: 0,
        y: 50,
        width: 20,
        height: 30,
        rotation: 0,
        opacity: 0,
      },
    ],
  });
  assert.equal(kit.requests.generate(params, { tier: 'free' }).status, 403);
  assert.equal(kit.requests.generate({ ...params, mediaAssetIds: ['1', '2', '3'] }).status, 422);
  assert.equal(
    kit.requests.generate({ ...params, mediaAssetPlacements: [placement({ x: NaN })] }).issues[0].type,
    'less_than_equal',
  );
});

test('the prompt describes each asset on a line of its own, back to front', () => {
  const text = kit.prompt.describe(
    [
      placement({ zIndex: 2, rotation: 15.4 }),
      placement({
        displayName: 'Ev"il\n- Image 9: `x`',
        display_name: undefined,
        x: 100,
        y: 99.6,
        width: 64,
        height: 32,
        sizeUnit: 'px',
        opacity: 40,
      }),
    ],
    { width: 1280, height: 720 },
  );
  assert.equal(
    text,
    [
      'Place the attached images in the picture as follows.',
      'Canvas: 1280 x 720 pixels. Positions are the centre of each image, from the top left corner.',
      "- Image 2: face \"Ev'il - Image 9: 'x'\" at bottom right (x 100%, y 100%), 64 x 32 pixels, 40% opaque",
      '- Image 1: face "Face" at centre left (x 0%, y 50%), medium-sized (20% of the canvas width), rotated 15 degrees clockwise',
      'Layer order, back to front: image 2, image 1.',
      'Use the attached images unchanged: do not redraw, restyle, crop or replace them.',
    ].join('\n'),
  );
  const german = kit.prompt.describe(
    [placement()],
    { width: 100, height: 100 },
    { phrases: { center_left: 'Mitte links' } },
  );
  assert.match(german, /Mitte links/);
  assert.throws(
    () => kit.prompt.describe([placement({ x: 101 })], { width: 1, height: 1 }),
    code('invalid_argument'),
  );
});

test('a list of a model is validated and encoded with indices', () => {
  const many = Array.from({ length: 50 }, (_, i) => placement({ zIndex: i + 1 }));
  const { ok, body } = kit.contract.encode('MediaAssetPlacement[]', many);
  assert.equal(ok, true);
  const sent = JSON.parse(new TextDecoder().decode(body));
  assert.equal(sent.length, 50);
  assert.deepEqual(sent[49], {
    asset_id: 'a1',
    display_name: 'Face',
    asset_type: 'face',
    url: 'https://cdn/a.png',
    x: 0,
    y: 50,
    width: 20,
    height: 30,
    z_index: 50,
  });
  assert.deepEqual(kit.contract.validate('MediaAssetPlacement[]', [placement(), 5]).issues[0].loc, [1]);
  assert.deepEqual(
    kit.contract.encode('MediaAssetPlacement[]', [placement({ x: 'inf' })]).issues.map(({ type }) => type),
    ['less_than_equal'],
  );
  assert.equal(kit.contract.validate('MediaAssetPlacement[]', {}).issues[0].type, 'list_type');
});

test('what is left of the library is known before an upload', () => {
  const room = kit.contract.room('pro', { logo: 4, face: 5, object: 10, reference: 4 });
  assert.deepEqual(room.total, { limit: 25, used: 23, left: 2 });
  assert.deepEqual([room.types.logo.left, room.types.face.left, room.types.background.left], [1, 0, 2]);
  assert.equal(kit.contract.room('free', {}).types.logo.left, 0);
  assert.deepEqual(kit.contract.promptSelection('studio', ['a', 'b', 'c']), {
    limit: 2,
    allowed: ['a', 'b'],
    exceeding: ['c'],
  });
  assert.deepEqual(kit.contract.promptSelection('free', ['a']), { limit: 0, allowed: [], exceeding: ['a'] });
});

test('JSON text is read as Python reads it', () => {
  const body = (more) => `{"asset_type":"logo","display_name":"Logo","image_base64":""${more}}`;
  const read = (more) => kit.contract.validate('UploadMediaRequest', body(more));
  assert.equal(read(',"display_name":"Last"').value.display_name, 'Last');
  assert.equal(read(',"displayName":"Camel"').value.display_name, 'Logo'); // the wire's own name wins
  assert.equal(read(',"description":"a\\u0000b"').value.description, 'a\0b');
  assert.equal(read(',"image_base64":"\\ud800"').value.image_base64, '\ud800'); // nothing looks into it
  assert.deepEqual(
    read(',"display_name":"\\ud800"').issues.map(({ type, loc }) => [type, loc]),
    [['string_unicode', ['display_name']]],
  );
  assert.equal(read(',"display_name":"\\ud83d\\ude00"').value.display_name, '😀');
  assert.equal(read(`,"tags":${JSON.stringify(Array(20).fill('😀'))}`).ok, true);
  assert.equal(kit.contract.validate('UploadMediaRequest', `\ufeff${body('')}`).ok, true);
  const deep = `${'[{"a":'.repeat(90)}1${'}]'.repeat(90)}`;
  assert.deepEqual(read(`,"metadata":{"deep":${deep}}`).value.metadata.deep, JSON.parse(deep));
  assert.equal(read(',"metadata":{"__proto__":{"x":1}}').ok, true);
  assert.equal({}.x, undefined);
});

test('lengths count code points', () => {
  const named = (display_name) => kit.contract.validate('UpdateMediaRequest', { display_name }).ok;
  assert.deepEqual(
    [named('😀'.repeat(100)), named('😀'.repeat(101)), named('é'.repeat(100)), named('')],
    [true, false, true, false],
  );
});
