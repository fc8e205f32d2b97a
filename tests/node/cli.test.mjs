import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { needsShared, shared } from '../shared.mjs';
import { commandLine } from './cli-support.mjs';

const { folder, media, write } = commandLine();

/** A PNG of one colour, and its kit's decoder for results. */
const kit = await createMediaKit();
const png = (width, height, rgba) =>
  kit.image.encodePng({ width, height, data: new Uint8ClampedArray(width * height * 4).map((_, i) => rgba[i % 4]) });
write('red.png', png(20, 10, [255, 0, 0, 255]));
// Of no one colour, so that a model is needed.
write('noise.png', kit.image.encodePng({ width: 32, height: 32, data: Uint8ClampedArray.from({ length: 4096 }, (_, i) => (i % 4 === 3 ? 255 : (Math.imul(i + 7, 2654435761) >>> 13) & 255)) }));
write('empty.png', '');

test('probe tells what an image is, from a file or standard input', () => {
  const fromFile = media(['probe', 'red.png']);
  assert.equal(fromFile.status, 0);
  assert.equal(JSON.parse(fromFile.stdout).width, 20);
  const { status, stdout } = media(['probe'], fs.readFileSync(path.join(folder, 'red.png')));
  assert.equal(status, 0);
  assert.equal(stdout, fromFile.stdout);
});

test('a missing or empty file is refused with its code, as text or as JSON', () => {
  const missing = media(['probe', 'nowhere.png']);
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /nowhere\.png cannot be read: it does not exist\. \[file_not_found\]/);
  assert.equal(JSON.parse(media(['probe', 'empty.png', '--json']).stderr).code, 'empty_input');
});

test('validate prints the value with defaults, or every issue', () => {
  const good = media(['validate', 'GenerateRequest'], '{"assetType": "banner"}');
  assert.equal(good.status, 0);
  assert.equal(JSON.parse(good.stdout).custom_prompt, null);
  const bad = media(['validate', 'UploadMediaRequest', '--json'], '{"assetType": "nope"}');
  assert.equal(bad.status, 1);
  assert.deepEqual(JSON.parse(bad.stderr).issues.map((issue) => issue.type), ['literal_error', 'missing', 'missing']);
  assert.match(media(['validate', 'GenerateRequest'], '{').stderr, /\[invalid_json\]/);
  assert.match(media(['validate', 'NoModel'], '{}').stderr, /\[unknown_model\]/);
});

test('request prints what would be sent, with the image as base64', () => {
  const { status, stdout } = media(['request', 'uploadMedia', '--image', 'red.png'], '{"assetType": "logo", "displayName": "Red"}');
  assert.equal(status, 0);
  const { method, path: at, body } = JSON.parse(stdout);
  assert.equal(`${method} ${at}`, 'POST /api/v1/media-library');
  assert.equal(body.image_base64, fs.readFileSync(path.join(folder, 'red.png')).toString('base64'));
});

test('request takes whatever its endpoint takes: an id, a list of ids', () => {
  const ids = media(['request', 'bulkDeleteMedia'], '["a", "b"]');
  assert.equal(ids.status, 0, ids.stderr);
  assert.deepEqual(JSON.parse(ids.stdout).body, ['a', 'b']);
  assert.equal(JSON.parse(media(['request', 'getMedia'], '"a1"').stdout).path, '/api/v1/media-library/a1');
  assert.equal(JSON.parse(media(['request', 'getSummary'], 'null').stdout).method, 'GET');
  assert.equal(JSON.parse(media(['request', 'getAccess'], '').stdout).path, '/api/v1/media-library/access');
  assert.match(media(['request', 'uploadMedia', '--image', 'red.png'], '[]').stderr, /\[invalid_argument\]/);
});

test('request names the status that the server would answer', () => {
  write('context.json', '{"tier": "free"}');
  const { status, stderr } = media(['request', 'generate', '--context', 'context.json'], '{"assetType": "banner", "mediaAssetIds": ["a"]}');
  assert.equal(status, 1);
  assert.match(stderr, /403/);
  assert.match(media(['request', 'nope'], '{}').stderr, /\[unknown_endpoint\]/);
});

const project = (images) => JSON.stringify({
  canvas: { width: 40, height: 20 },
  background: '#0000ff',
  placements: [{ assetId: 'a', displayName: 'A', assetType: 'logo', url: '', x: 50, y: 50, width: 50, height: 50 }],
  images,
});

test('preview writes the picture; images are found beside the project', () => {
  fs.mkdirSync(path.join(folder, 'deep'), { recursive: true });
  write('deep/project.json', project({ a: '../red.png' }));
  assert.deepEqual(media(['preview', 'deep/project.json', 'out.png']), { status: 0, stdout: '', stderr: '' });
  const { width, height, data } = kit.image.decode(fs.readFileSync(path.join(folder, 'out.png')));
  assert.deepEqual([width, height], [40, 20]);
  assert.deepEqual([...data.slice(0, 4)], [0, 0, 255, 255]);
  assert.deepEqual([...data.slice((10 * 40 + 20) * 4, (10 * 40 + 20) * 4 + 4)], [255, 0, 0, 255]);
});

test('preview draws an image that the project holds itself', () => {
  const red = fs.readFileSync(path.join(folder, 'red.png')).toString('base64');
  write('whole.json', project({ a: `data:image/png;base64,${red}` }));
  assert.deepEqual(media(['preview', 'whole.json', 'whole.png']), { status: 0, stdout: '', stderr: '' });
  const { data } = kit.image.decode(fs.readFileSync(path.join(folder, 'whole.png')));
  assert.deepEqual([...data.slice((10 * 40 + 20) * 4, (10 * 40 + 20) * 4 + 4)], [255, 0, 0, 255]);
  write('whole.json', project({ a: 'data:image/png;base64,AAAA' }));
  const { status, stderr } = media(['preview', 'whole.json', 'broken.png']);
  assert.equal(status, 1);
  assert.match(stderr, /images\.a \(data:image\/png;base64\): .*\[unsupported_format\]/);
});

test('preview reports an asset without an image and still draws', () => {
  write('lonely.json', project({}));
  const { status, stderr } = media(['preview', 'lonely.json', 'lonely.png']);
  assert.equal(status, 0);
  assert.match(stderr, /No image for asset "a"/);
});

test('an output that cannot be written leaves nothing behind', () => {
  write('project.json', project({ a: 'red.png' }));
  assert.match(media(['preview', 'project.json', 'nowhere/out.png']).stderr, /its folder does not exist\. \[write_failed\]/);
  fs.mkdirSync(path.join(folder, 'taken'));
  assert.match(media(['preview', 'project.json', 'taken']).stderr, /it is a folder\. \[write_failed\]/);
  assert.deepEqual(fs.readdirSync(folder).filter((name) => name.startsWith('.')), []);
});

test('prompt prints the text for a project', () => {
  write('project.json', project({}));
  assert.match(media(['prompt', 'project.json']).stdout, /Image 1: logo "A"/);
});

/** Intersection over union of what is more opaque than not. */
function intersectionOverUnion(a, b) {
  let both = 0;
  let either = 0;
  for (let i = 3; i < a.data.length; i += 4) {
    const [inA, inB] = [a.data[i] >= 128, b.data[i] >= 128];
    both += inA && inB;
    either += inA || inB;
  }
  return both / either;
}

test('remove-background with a model file cuts out what the reference cuts out', needsShared, () => {
  const model = shared('models/u2netp-fp16.onnx');
  assert.deepEqual(media(['remove-background', shared('images/rembg/anime-girl-1.jpg'), 'girl.png', '--model', model]), { status: 0, stdout: '', stderr: '' });
  const cut = kit.image.decode(fs.readFileSync(path.join(folder, 'girl.png')));
  const reference = kit.image.decode(fs.readFileSync(shared('images/rembg/anime-girl-1.u2netp.png')));
  assert.ok(intersectionOverUnion(cut, reference) >= 0.98);
});

test('remove-background says what the device that was asked for could not do', needsShared, () => {
  const photo = shared('images/exif/Portrait_1.jpg');
  const { status, stderr } = media(['remove-background', photo, 'portrait.png', '--device', 'webgpu']);
  assert.equal(status, 0);
  assert.match(stderr, /WebGPU/);
  assert.equal(media(['remove-background', photo, 'none.png', '--device', 'tpu']).status, 1);
});

test('remove-background goes by the asset type', () => {
  const flat = { width: 40, height: 40, data: new Uint8ClampedArray(6400).fill(255) };
  for (let y = 12; y < 28; y++) for (let x = 12; x < 28; x++) flat.data.set([0, 0, 0], 4 * (40 * y + x));
  write('flat.png', kit.image.encodePng(flat));
  const cut = () => kit.image.decode(fs.readFileSync(path.join(folder, 'typed.png')));
  assert.deepEqual(media(['remove-background', 'flat.png', 'typed.png', '--type', 'logo']), { status: 0, stdout: '', stderr: '' });
  assert.deepEqual([...cut().data.slice(0, 4)], [0, 0, 0, 0]);
  const kept = media(['remove-background', 'flat.png', 'typed.png', '--type', 'overlay', '--force']);
  assert.equal(kept.status, 0);
  assert.match(kept.stderr, /overlay/);
  assert.deepEqual(cut().data, flat.data);
  assert.equal(JSON.parse(media(['remove-background', 'flat.png', 'sofa.png', '--type', 'sofa', '--json']).stderr).code, 'invalid_argument');
});

test('remove-background refuses what is no image, no model or no known name, and writes nothing', () => {
  write('text.txt', 'hello');
  const refused = (args, code) => {
    const { status, stderr } = media(['remove-background', ...args, '--json']);
    assert.equal(status, 1);
    assert.equal(JSON.parse(stderr).code, code);
  };
  refused(['text.txt', 'none.png'], 'unsupported_format');
  refused(['nowhere.png', 'none.png'], 'file_not_found');
  refused(['noise.png', 'none.png', '--model', 'text.txt'], 'invalid_model');
  refused(['noise.png', 'none.png', '--model', 'nowhere.onnx'], 'model_unavailable');
  refused(['red.png', 'none.png', '--model', 'nobody'], 'unknown_model');
  assert.ok(!fs.existsSync(path.join(folder, 'none.png')));
});

test('models lists what is known by name, with licences', () => {
  const { status, stdout } = media(['models']);
  assert.equal(status, 0);
  assert.ok(JSON.parse(stdout).some(({ id, licence }) => id === 'selfie' && licence === 'Apache-2.0'));
});

test('fetch-model refuses what is published nowhere', () => {
  for (const [id, code] of [['nobody', 'unknown_model'], ['selfie', 'model_unavailable']]) {
    const { status, stderr } = media(['fetch-model', id, folder, '--json']);
    assert.equal(status, 1);
    assert.equal(JSON.parse(stderr).code, code);
  }
});
