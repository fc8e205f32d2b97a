// What is kept, sent and read again — undo patches, projects, rows of models — mutated at random from a fixed seed: a
// MediaError is all that comes out, and what is accepted is as it should be.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';
import { createBackgroundRemover, models } from '@aurastream/media-wasm/background-removal';
import { createRandom } from './contract-random.mjs';

const SEED = 20260202;
const { below, one, valid, mutate } = createRandom(SEED);

let kit;
before(async () => {
  kit = await createMediaKit();
});
after(() => kit.dispose());

/** What a call answers; undefined where it refuses. */
async function answerOf(call, what) {
  try {
    return await call();
  } catch (error) {
    assert.ok(error instanceof MediaError && error.code !== 'internal_error', `${error?.name}: ${error?.message}\n${what}`);
    return undefined;
  }
}

const mutated = (value, most) => {
  let out = value;
  for (let changes = below(most + 1); changes > 0; changes--) out = mutate(out, true);
  return out;
};

const ids = ['a', 'b', 'c', 'd', 'e'];
const list = () => ids.filter(() => below(3) > 0).map((id) => ({ id, assetId: one(ids), x: below(100), tags: [below(3)], style: { colour: one(ids) } }));

test('patches: apply and invert are each other\'s undoing, and no patch breaks a list', async () => {
  let refused = 0;
  for (let round = 0; round < 3000; round++) {
    const [first, second, third] = [list(), list(), list()];
    const patch = kit.placement.diff(first, second);
    const what = JSON.stringify([first, second, third]);
    assert.deepEqual(kit.placement.apply(first, patch), second, what);
    assert.deepEqual(kit.placement.apply(second, kit.placement.invert(patch)), first, what);
    const both = kit.placement.compose(patch, kit.placement.diff(second, third));
    assert.deepEqual(kit.placement.apply(first, both), third, what);

    const spoilt = mutated(JSON.parse(JSON.stringify(patch)), 3);
    const before = JSON.stringify([first, spoilt]);
    const applied = await answerOf(() => kit.placement.apply(first, spoilt), before);
    if (applied) assert.ok(applied.every((item) => typeof item === 'object' && item !== null), before);
    else refused += 1;
    await answerOf(() => kit.placement.invert(spoilt), before);
    await answerOf(() => kit.placement.compose(patch, spoilt), before);
    await answerOf(() => kit.placement.compose(spoilt, patch), before);
    assert.equal(JSON.stringify([first, spoilt]), before, 'what was given is as it was');
  }
  assert.ok(refused > 300 && refused < 2700, `${refused} refused`);
});

test('projects: a preview has the canvas\' size and names what it did not draw, or the project is refused', async () => {
  const schema = kit.contract.jsonSchema('MediaAssetPlacement');
  const image = { width: 3, height: 2, data: new Uint8ClampedArray(24).fill(120) };
  const session = kit.preview.createSession({ canvas: { width: 64, height: 36 } });
  let drawn = 0;
  for (let round = 0; round < 1500; round++) {
    const placements = Array.from({ length: below(4) }, () => ({ ...valid(schema, schema.$defs ?? {}), asset_id: one(ids) }));
    const project = mutated({ canvas: { width: 64, height: 36 }, background: one(['#fff', 'transparent', '#12345678']), placements, images: { a: { ...image }, b: { ...image } } }, 3);
    const what = JSON.stringify(project);
    const picture = await answerOf(() => kit.preview.render(project), what);
    if (picture) {
      drawn += 1;
      assert.deepEqual([picture.width, picture.height, picture.data.length], [Number(project.canvas.width), Number(project.canvas.height), 4 * picture.width * picture.height], what);
    }
    const update = await answerOf(() => session.update(project.placements), what);
    if (update) assert.ok(update.changed.left >= 0 && update.changed.left + update.changed.width <= 64 && update.changed.top + update.changed.height <= 36, what);
    await answerOf(() => kit.prompt.describe(project.placements, project.canvas), what);
  }
  assert.ok(drawn > 300 && drawn < 1500, `${drawn} drawn`);
  session.dispose();
});

test('rows of models: a remover is made, or the row is refused', async () => {
  let made = 0;
  for (let round = 0; round < 3000; round++) {
    const row = mutated({ ...one(models), source: '/nowhere/model.onnx' }, 3);
    const remover = await answerOf(() => createBackgroundRemover({ model: row, worker: false }), JSON.stringify(row));
    if (!remover) continue;
    made += 1;
    const { size, mean, deviation, scale, subject } = remover.model;
    assert.ok([size].flat().every((side) => Number.isInteger(side) && side >= 1 && side <= 4096), JSON.stringify(row));
    assert.ok([...mean, ...deviation].every(Number.isFinite) && !deviation.includes(0) && (scale === 'max' || scale > 0), JSON.stringify(row));
    assert.ok(['people', 'drawn', 'anything'].includes(subject));
    remover.dispose();
  }
  assert.ok(made > 300 && made < 3000, `${made} made`);
});
