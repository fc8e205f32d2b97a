// The audit of a backend's OpenAPI document: each kind of change is found, with its effect, and habits of FastAPI are not.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createMediaKit } from '../../dist/index.js';
import { needsShared, readShared } from '../shared.mjs';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Runs `media-wasm audit -` on a document: exit status, standard output and error. */
function audit(document, ...args) {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [cli, 'audit', ...args], { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => resolve({ status: error?.code ?? 0, stdout, stderr }));
    child.stdin.on('error', () => {});
    child.stdin.end(typeof document === 'string' ? document : JSON.stringify(document));
  });
}

const report = async (document, ...args) => {
  const { status, stdout } = await audit(document, '--json', ...args);
  return { status, ...JSON.parse(stdout) };
};

let kit;
before(async () => (kit = await createMediaKit()));
after(() => kit.dispose());

/** A document as FastAPI would write it of the tables. */
function madeDocument() {
  const schemas = {};
  const take = ({ $schema, $defs, title, ...schema }) => {
    schemas[title] = JSON.parse(JSON.stringify(schema).replaceAll('#/$defs/', '#/components/schemas/'));
    for (const [name, inner] of Object.entries($defs ?? {})) take({ ...inner, title: name });
  };
  for (const model of kit.contract.models()) take(kit.contract.jsonSchema(model));
  const reference = (name) => ({ $ref: `#/components/schemas/${name}` });
  const content = (schema) => ({ content: { 'application/json': { schema } } });
  const paths = {};
  for (const { method, path: template, parameter, body, query, response } of kit.contract.endpoints) {
    const parameters = parameter ? [{ name: parameter, in: 'path', required: true, schema: { type: 'string', ...(parameter === 'asset_type' && { enum: kit.contract.constants.MEDIA_ASSET_TYPES }) } }] : [];
    for (const [name, { default: standard, ...schema }] of Object.entries(query ? schemas[query].properties : {})) {
      parameters.push({ name, in: 'query', required: false, schema: name === 'tags' ? { anyOf: [{ type: 'string' }, { type: 'null' }] } : { ...schema, ...(standard !== null && { default: standard }) } });
    }
    const answer = response.startsWith('[') ? { type: 'array', items: reference(response.slice(1, -1)) }
      : response.endsWith('?') ? { anyOf: [reference(response.slice(0, -1)), { type: 'null' }] }
        : response ? reference(response) : {};
    (paths[template] ??= {})[method.toLowerCase()] = {
      parameters,
      ...(body && { requestBody: { required: true, ...content(body === '[]' ? { type: 'array', items: { type: 'string' } } : reference(body)) } }),
      responses: { 200: { description: '', ...content(answer) } },
    };
  }
  return { openapi: '3.1.0', info: { title: 'Made', version: '1' }, paths, components: { schemas } };
}

const changed = (change) => {
  const document = madeDocument();
  change({ document, schemas: document.components.schemas, paths: document.paths, fields: (model) => document.components.schemas[model].properties });
  return document;
};

test('a document of the tables themselves is aligned, with nothing to tell', async () => {
  const { status, aligned, differences, endpoints } = await report(madeDocument());
  assert.deepEqual({ status, aligned, differences }, { status: 0, aligned: true, differences: [] });
  assert.equal(endpoints.length, 16);
});

test('a live FastAPI\'s document is aligned, two models under other names', needsShared, async () => {
  const { status, aligned, differences, aliases } = await report(new TextDecoder().decode(readShared('openapi.json')));
  assert.deepEqual({ status, aligned, differences }, { status: 0, aligned: true, differences: [] });
  assert.deepEqual(aliases, { BrandColor: 'ColorInfo', BrandFonts: 'FontInfo' });
});

/** What is changed; what is found: effect, kind, row. Several with one cause are each listed. */
const changes = {
  'an endpoint that is gone': [({ paths }) => delete paths['/api/v1/generate'], 'breaks_requests endpoint_gone generate'],
  'a new endpoint': [({ paths }) => (paths['/api/v1/media-library/{asset_id}/archive'] = { post: { responses: {} } }), 'information endpoint_new '],
  'another method': [({ paths }) => { paths['/api/v1/media-library/{asset_id}'].put = paths['/api/v1/media-library/{asset_id}'].patch; delete paths['/api/v1/media-library/{asset_id}'].patch; },
    'breaks_requests method updateMedia', 'information endpoint_new '],
  'a slash at the end': [({ paths }) => { paths['/api/v1/media-library/'] = paths['/api/v1/media-library']; delete paths['/api/v1/media-library']; },
    'breaks_requests path_slash uploadMedia', 'breaks_requests path_slash listMedia'],
  'another name of a path parameter': [({ paths }) => { paths['/api/v1/coach/sessions/{id}/generate'] = paths['/api/v1/coach/sessions/{session_id}/generate']; delete paths['/api/v1/coach/sessions/{session_id}/generate']; },
    'information path_parameter generateFromSession'],
  'a type in a path that lost a word': [({ paths }) => (paths['/api/v1/media-library/primary/{asset_type}'].get.parameters[0].schema = { type: 'string', enum: kit.contract.constants.MEDIA_ASSET_TYPES.slice(1) }),
    'breaks_requests enum getPrimaryAsset.asset_type'],
  'an answer with 201': [({ paths }) => { const { responses } = paths['/api/v1/media-library'].post; responses[201] = responses[200]; delete responses[200]; }, 'information status uploadMedia'],
  'no answer any more': [({ paths }) => (paths['/api/v1/media-library/{asset_id}'].delete.responses = { 204: { description: '' } }), 'breaks_responses status deleteMedia'],
  'an answer that can be null': [({ paths }) => { const media = paths['/api/v1/media-library/{asset_id}'].get.responses[200].content['application/json']; media.schema = { anyOf: [media.schema, { type: 'null' }] }; },
    'breaks_responses nullable getMedia'],
  'a list instead of an object': [({ paths }) => { const media = paths['/api/v1/media-library/{asset_id}'].get.responses[200].content['application/json']; media.schema = { type: 'array', items: media.schema }; },
    'breaks_responses type getMedia'],
  'a form instead of JSON': [({ paths }) => { const { requestBody } = paths['/api/v1/media-library'].post; requestBody.content = { 'multipart/form-data': requestBody.content['application/json'] }; },
    'breaks_requests content_type uploadMedia'],
  'a required header': [({ paths }) => paths['/api/v1/media-library'].get.parameters.push({ name: 'x-key', in: 'header', required: true, schema: { type: 'string' } }), 'breaks_requests parameter_new_required listMedia'],
  'a query parameter that is gone': [({ paths }) => (paths['/api/v1/media-library'].get.parameters = paths['/api/v1/media-library'].get.parameters.filter(({ name }) => name !== 'search')),
    'breaks_requests parameter_gone ListMediaRequest.search'],
  'a new query parameter': [({ paths }) => paths['/api/v1/media-library'].get.parameters.push({ name: 'folder', in: 'query', required: false, schema: { type: 'string' } }), 'more_permissive field_new ListMediaRequest.folder'],
  'a page that is smaller': [({ paths }) => (paths['/api/v1/media-library'].get.parameters.find(({ name }) => name === 'limit').schema.maximum = 50), 'breaks_requests maximum ListMediaRequest.limit'],
  'another default': [({ paths }) => (paths['/api/v1/media-library'].get.parameters.find(({ name }) => name === 'limit').schema.default = 20), 'information default ListMediaRequest.limit'],
  'tags one by one': [({ paths }) => (paths['/api/v1/media-library'].get.parameters.find(({ name }) => name === 'tags').schema = { type: 'array', items: { type: 'string' } }), 'breaks_requests type ListMediaRequest.tags'],
  'a field of a request that is gone': [({ fields }) => delete fields('UploadMediaRequest').tags, 'breaks_requests field_gone UploadMediaRequest.tags'],
  'a new field of a request': [({ fields }) => (fields('UploadMediaRequest').folder_id = { type: 'string' }), 'more_permissive field_new UploadMediaRequest.folder_id'],
  'a new field that is required': [({ schemas, fields }) => { fields('UploadMediaRequest').folder_id = { type: 'string' }; schemas.UploadMediaRequest.required.push('folder_id'); },
    'breaks_requests field_new_required UploadMediaRequest.folder_id'],
  'a field that became required': [({ schemas }) => schemas.UploadMediaRequest.required.push('tags'), 'breaks_requests required UploadMediaRequest.tags'],
  'a field that became optional': [({ schemas }) => (schemas.UploadMediaRequest.required = ['asset_type', 'image_base64']), 'more_permissive required UploadMediaRequest.display_name'],
  'null that is refused': [({ fields }) => (fields('UploadMediaRequest').description = { type: 'string', maxLength: 500 }), 'breaks_requests nullable UploadMediaRequest.description'],
  'null that is allowed': [({ fields }) => (fields('UploadMediaRequest').is_favorite = { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: false }), 'more_permissive nullable UploadMediaRequest.is_favorite'],
  'a shorter text': [({ fields }) => (fields('UploadMediaRequest').display_name.maxLength = 80), 'breaks_requests max_length UploadMediaRequest.display_name'],
  'a longer text': [({ fields }) => (fields('UploadMediaRequest').display_name.maxLength = 200), 'more_permissive max_length UploadMediaRequest.display_name'],
  'text of any length': [({ fields }) => delete fields('UploadMediaRequest').display_name.maxLength, 'more_permissive max_length UploadMediaRequest.display_name'],
  'a bound that became open': [({ fields }) => { delete fields('MediaAssetPlacement').x.minimum; fields('MediaAssetPlacement').x.exclusiveMinimum = 0; }, 'breaks_requests minimum MediaAssetPlacement.x'],
  'a bound that became closed': [({ fields }) => { delete fields('MediaAssetPlacement').width.exclusiveMinimum; fields('MediaAssetPlacement').width.minimum = 0; }, 'more_permissive minimum MediaAssetPlacement.width'],
  'a whole number above 0 instead of from 1': [({ fields }) => { delete fields('MediaAssetPlacement').z_index.minimum; fields('MediaAssetPlacement').z_index.exclusiveMinimum = 0; }],
  'whole numbers only': [({ fields }) => (fields('MediaAssetPlacement').opacity.type = 'integer'), 'breaks_requests type MediaAssetPlacement.opacity'],
  'fractions too': [({ fields }) => (fields('MediaAssetPlacement').z_index.type = 'number'), 'more_permissive type MediaAssetPlacement.z_index'],
  'multiples only': [({ fields }) => (fields('MediaAssetPlacement').rotation.multipleOf = 15), 'breaks_requests multipleOf MediaAssetPlacement.rotation'],
  'another pattern': [({ fields }) => (fields('BrandColor').hex.pattern = '^#[0-9a-f]{6}$'), 'breaks_requests pattern BrandColor.hex'],
  'no pattern': [({ fields }) => delete fields('BrandColor').hex.pattern, 'more_permissive pattern BrandColor.hex'],
  'fewer items': [({ fields }) => JSON.stringify(fields('UploadMediaRequest').tags).includes('maxItems') && (fields('UploadMediaRequest').tags = { anyOf: [{ type: 'array', items: { type: 'string' }, maxItems: 5 }, { type: 'null' }] }),
    'breaks_requests max_items UploadMediaRequest.tags'],
  'shorter items': [({ fields }) => (fields('UploadMediaRequest').tags = { anyOf: [{ type: 'array', items: { type: 'string', maxLength: 10 }, maxItems: 20 }, { type: 'null' }] }), 'breaks_requests max_length UploadMediaRequest.tags[]'],
  'a mood that is gone, and one that is new': [({ fields }) => (fields('StartCoachRequest').mood.enum = ['hype', 'cozy', 'rage', 'custom', 'sad']), 'breaks_requests enum StartCoachRequest.mood', 'more_permissive enum StartCoachRequest.mood'],
  'a new media asset type in answers': [({ fields }) => fields('MediaAsset').asset_type.enum.push('sticker'), 'breaks_responses enum MediaAsset.asset_type'],
  'a media asset type that is no longer answered': [({ fields }) => fields('MediaAsset').asset_type.enum.pop(), 'information enum MediaAsset.asset_type'],
  'a column that is gone': [({ fields }) => delete fields('MediaAsset').processed_url, 'breaks_responses field_gone MediaAsset.processed_url'],
  'a new column': [({ fields }) => (fields('MediaAsset').blur_hash = { type: 'string' }), 'information field_new MediaAsset.blur_hash'],
  'a column that can be null': [({ fields }) => (fields('MediaAsset').url = { anyOf: [{ type: 'string' }, { type: 'null' }] }), 'breaks_responses nullable MediaAsset.url'],
  'a column that is never null': [({ fields }) => (fields('MediaAsset').width = { type: 'integer' }), 'information nullable MediaAsset.width'],
  'a column that may be left out': [({ schemas }) => (schemas.MediaAsset.required = schemas.MediaAsset.required.filter((name) => name !== 'url')), 'breaks_responses required MediaAsset.url'],
  'a column with another default': [({ fields }) => (fields('MediaAsset').is_favorite.default = true), 'information default MediaAsset.is_favorite'],
  'a column of another type': [({ fields }) => (fields('MediaAsset').id = { type: 'integer' }), 'breaks_responses type MediaAsset.id'],
};

describe('each change is found, with what it does', () => {
  for (const [what, [change, ...expected]] of Object.entries(changes)) {
    test(what, async () => {
      const { status, differences } = await report(changed(change));
      assert.deepEqual(differences.map(({ effect, kind, row }) => `${effect} ${kind} ${row}`), expected);
      assert.equal(status, expected.some((line) => line.startsWith('breaks_')) ? 1 : 0);
      for (const { where, ours, theirs, message } of differences) assert.ok(where && message && (ours !== null || theirs !== null));
    });
  }
});

test('habits of FastAPI and other ways to write the same are no differences', async () => {
  const { differences } = await report(changed(({ document, schemas, fields, paths }) => {
    // An enum class, allOf around a reference, null by a list of types, `nullable`, const, formats, extra errors.
    schemas.MediaAssetType = { type: 'string', enum: fields('MediaAsset').asset_type.enum, title: 'MediaAssetType' };
    fields('MediaAsset').asset_type = { allOf: [{ $ref: '#/components/schemas/MediaAssetType' }], description: 'x' };
    fields('MediaAsset').description = { type: ['string', 'null'] };
    fields('MediaAsset').thumbnail_url = { type: 'string', nullable: true };
    fields('MediaAsset').created_at = { type: 'string', format: 'date-time' };
    fields('MediaAsset').metadata = { type: 'object', additionalProperties: true };
    // What is written is complete: FastAPI's output model says so.
    schemas['MediaAsset-Output'] = { ...schemas.MediaAsset, required: Object.keys(fields('MediaAsset')) };
    delete schemas.MediaAsset;
    document.paths = JSON.parse(JSON.stringify(paths).replaceAll('schemas/MediaAsset"', 'schemas/MediaAsset-Output"'));
    schemas.UploadMediaResponse = JSON.parse(JSON.stringify(schemas.UploadMediaResponse).replaceAll('schemas/MediaAsset"', 'schemas/MediaAsset-Output"'));
    schemas.ListMediaResponse = JSON.parse(JSON.stringify(schemas.ListMediaResponse).replaceAll('schemas/MediaAsset"', 'schemas/MediaAsset-Output"'));
    for (const name of ['tags', 'description', 'metadata']) delete fields('UploadMediaRequest')[name].default;
    schemas.HTTPValidationError = { type: 'object', properties: { detail: { type: 'array' } } };
    for (const item of Object.values(document.paths)) for (const operation of Object.values(item)) operation.responses[422] = { description: 'Validation Error' };
    document.servers = [{ url: 'https://api.example/' }];
  }));
  assert.deepEqual(differences, []);
});

test('a prefix may stand in the server\'s address', async () => {
  const { differences } = await report(changed(({ document, paths }) => {
    document.servers = [{ url: '/api/v1' }];
    document.paths = Object.fromEntries(Object.entries(paths).map(([template, item]) => [template.slice('/api/v1'.length), item]));
  }));
  assert.deepEqual(differences, []);
});

test('models that refer to themselves, to nothing or to elsewhere end the walk, not the audit', async () => {
  const { status, notChecked } = await report(changed(({ schemas, fields }) => {
    schemas.Loop = { $ref: '#/components/schemas/Loop' };
    fields('GenerateRequest').brand_customization = { anyOf: [{ $ref: '#/components/schemas/GenerateRequest' }, { type: 'null' }] };
    fields('MediaAsset').tags = { $ref: 'https://elsewhere.example/schema.json' };
    fields('MediaAsset').metadata = { $ref: '#/components/schemas/Loop' };
  }));
  assert.equal(status, 1); // the customisation's fields are gone
  assert.equal(notChecked.filter((what) => /MediaAsset\.(tags|metadata)/.test(what)).length, 2);
});

test('what is no OpenAPI document is refused with a sentence', async () => {
  for (const [document, pattern] of [['{}', /not an OpenAPI/], ['[]', /not an OpenAPI/], ['null', /not an OpenAPI/], ['{"swagger":"2.0","paths":{}}', /version 2\.0/], ['{"openapi":"3.1.0"}', /not an OpenAPI/], ['nonsense', /JSON/]]) {
    const { status, stderr } = await audit(document);
    assert.equal(status, 1, document);
    assert.match(stderr, pattern);
  }
  for (const document of ['{"openapi":"3.1.0","paths":{"/a":null,"/b":[],"/c":{"get":7}}}', '{"openapi":"3.0.3","paths":{"/api/v1/generate":{"post":{"parameters":7,"requestBody":[],"responses":{"200":null}}}},"components":7}']) {
    const { status, differences } = await report(document);
    assert.equal(status, 1);
    assert.ok(differences.some(({ kind }) => kind === 'endpoint_gone'));
  }
});

test('--fail-on says what fails, and its words are checked', async () => {
  const permissive = changed(({ fields }) => (fields('UploadMediaRequest').display_name.maxLength = 200));
  const information = changed(({ paths }) => (paths['/api/v1/media-library'].get.parameters.find(({ name }) => name === 'limit').schema.default = 20));
  const breaking = changed(({ paths }) => delete paths['/api/v1/generate']);
  const statuses = async (document) => Promise.all(['never', 'breaking', 'permissive', 'any'].map(async (what) => (await audit(document, '--fail-on', what)).status));
  assert.deepEqual(await statuses(breaking), [0, 1, 1, 1]);
  assert.deepEqual(await statuses(permissive), [0, 0, 1, 1]);
  assert.deepEqual(await statuses(information), [0, 0, 0, 1]);
  assert.equal((await audit(breaking, '--fail-on', 'sometimes')).status, 2);
  assert.equal((await audit(breaking, '--markdown', '--github')).status, 2);
});

test('Markdown has the tables that a person would make', async () => {
  const { status, stdout } = await audit(changed(({ fields, paths }) => { delete fields('MediaAsset').width; delete paths['/api/v1/generate']; }), '--markdown');
  assert.equal(status, 1);
  assert.match(stdout, /^\| width \| integer or null \| null \| breaks responses: field_gone \|$/m);
  assert.match(stdout, /^\| getMedia \| useMediaAsset \| GET \| \/api\/v1\/media-library\/\{asset_id\} \| aligned \|$/m);
  assert.match(stdout, /^\| generate \| – \| POST \| \/api\/v1\/generate \| breaks requests: endpoint_gone \|$/m);
  assert.match(stdout, /^\| TOTAL_ASSET_LIMIT \| 25 \| not checked/m);
  const section = (heading) => stdout.split(`## ${heading}\n\n`)[1].split('\n\n')[0].split('\n').length - 2;
  assert.deepEqual(['Columns of MediaAsset', 'Endpoints', 'Media asset types'].map(section), [23, 16, 14]);
  // Words of the document cannot leave their cell.
  const { stdout: hostile } = await audit(changed(({ fields }) => (fields('MediaAsset')['a|b\nc'] = { type: 'string' })), '--markdown');
  assert.match(hostile, /^\| MediaAsset\.a\\\|b c \| field_new \|/m);
});

test('--github writes one annotation a difference, escaped', async () => {
  const { stdout } = await audit(changed(({ fields }) => { delete fields('MediaAsset').width; fields('MediaAsset')['x,y\n::error::'] = { type: 'string' }; }), '--github');
  assert.match(stdout, /^::error title=Breaks responses%3A MediaAsset\.width::field_gone: tables integer or null, server nothing\./m);
  assert.match(stdout, /^::notice title=For information%3A MediaAsset\.x%2Cy%0A%3A%3Aerror%3A%3A::/m);
  assert.equal(stdout.split('\n').filter((line) => line.startsWith('::')).length, 2);
});

test('a document is fetched by its address; a server that fails is said', async () => {
  const server = http.createServer((request, response) => {
    if (request.url === '/openapi.json') response.end(JSON.stringify(madeDocument()));
    else if (request.url === '/page') response.end('<html>');
    else response.writeHead(404).end();
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  const at = (name) => `http://127.0.0.1:${port}/${name}`;
  try {
    assert.equal((await audit('', at('openapi.json'))).status, 0);
    const missing = await audit('', at('none'));
    assert.deepEqual([missing.status, /answered 404/.test(missing.stderr)], [1, true]);
    assert.match((await audit('', at('page'))).stderr, /invalid_json/);
  } finally {
    server.close();
  }
  assert.match((await audit('', at('openapi.json'))).stderr, /fetch_failed/);
});

test('the endpoints are public: templates, models, hooks', () => {
  const { endpoints } = kit.contract;
  assert.equal(endpoints.length, 16);
  assert.deepEqual(endpoints.find(({ name }) => name === 'updateMedia'), {
    name: 'updateMedia', about: 'Changes an asset; only what is given is sent.', hook: 'useUpdateMedia', method: 'PATCH',
    path: '/api/v1/media-library/{asset_id}', parameter: 'asset_id', body: 'UpdateMediaRequest', query: '', response: 'MediaAsset',
    guard: '', headers: { accept: 'application/json', 'content-type': 'application/json' },
  });
  assert.equal(endpoints.filter(({ hook }) => hook !== '').length, 13);
  assert.throws(() => endpoints.push({}), TypeError);
});
