// The rows of the known models against the table of facts, which nothing that runs here would notice: most of their files
// are not at hand.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { models } from '@aurastream/media-wasm/background-removal';
import { needsShared, shared } from '../shared.mjs';

const IMAGENET = [[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]];
const norms = {
  '0 / 1': [[0, 0, 0], [1, 1, 1]], ImageNet: IMAGENET, '.5 .5 .5 / 1': [[0.5, 0.5, 0.5], [1, 1, 1]], 'ImageNet mean / 1': [IMAGENET[0], [1, 1, 1]],
};

test('every known model has the row that the table of facts gives it', needsShared, () => {
  const table = fs.readFileSync(shared('..', 'models.md'), 'utf8').split('\n')
    .filter((line) => /^\| [a-z0-9-_]+ \| .+\|$/.test(line) && !line.startsWith('| id ')).map((line) => line.slice(2, -2).split(' | ')).filter((cells) => cells.length === 9);
  // This package's own is in no table of other people's.
  assert.deepEqual(models.map(({ id }) => id).filter((id) => id !== 'anything'), table.map(([id]) => id));
  for (const [id, finds, size, scale, norm, output, licence, bytes, source] of table) {
    const row = models.find((model) => model.id === id);
    assert.equal(row.subject, /^(people|drawn|anything)/.exec(finds)[1], id);
    assert.equal(row.size, Number(size), id);
    assert.equal(String(row.scale), scale, id);
    assert.deepEqual([row.mean, row.deviation], norms[norm], id);
    assert.equal(row.activation, /^(clip|sigmoid)/.exec(output)?.[1] ?? 'none', id);
    assert.equal(row.stretch, output.includes('min–max'), id);
    if (output.includes('`')) assert.equal(row.output, /`(.+)`/.exec(output)[1], id);
    assert.equal(row.licence, licence.replace(/ \(.*/, ''), id);
    if (/^[\d,]+$/.test(bytes)) assert.equal(row.bytes, Number(bytes.replaceAll(',', '')), id);
    const [, algorithm, hex] = /(md5|sha256) ([0-9a-f]+)/.exec(source) ?? [];
    assert.deepEqual(row.digest, algorithm && { algorithm, hex }, id);
    const file = /([\w-]+\.onnx)$/.exec(source)?.[1] ?? `${id}.onnx`;
    if (row.published) assert.ok(row.published.startsWith('https://github.com/danielgatis/rembg/releases/download/v0.0.0/'), id);
    if (row.published && /release/.test(source) && /\.onnx$/.test(source)) assert.ok(row.published.endsWith(`/${file}`), id);
  }
});
