// Networks that answer nonsense and pictures that hold nothing: a verdict or a stable code, and never an empty or whole
// picture that is called good.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
import { needsShared, readShared, shared } from '../shared.mjs';
import { inverted, oddNetworks, SIDE } from './odd-networks.mjs';

const kit = await createMediaKit();
after(() => kit.dispose());
const selfie = new URL('../../dist/models/selfie.onnx', import.meta.url);

function drawn(width, height, colourAt) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) data.set(colourAt(i % width, Math.floor(i / width)), 4 * i);
  return { width, height, data };
}

const grain = (x, y, c) => (Math.imul(x * 73 + y * 151 + c * 41 + 3, 2654435761) >>> 20) % 60;
/** Neither flat nor a screen. */
const scene = drawn(120, 90, (x, y) => [0, 1, 2].map((c) => (Math.hypot(x - 60, y - 45) < 24 ? 150 : 40 + x) + grain(x, y, c)).concat(255));

/** The code of what was refused, else the result. @throws what is no MediaError */
async function attempt(remover, input, options) {
  try {
    return await remover.remove(input, { output: 'mask', ...options });
  } catch (thrown) {
    assert.ok(thrown instanceof MediaError, `${thrown}`);
    assert.match(thrown.message, /[.)]$/);
    return thrown.code;
  }
}

const isHollow = ({ data }) => {
  const inside = data.reduce((count, value) => count + (value >= 128 ? 1 : 0), 0);
  return inside < 0.0005 * data.length || inside > 0.9995 * data.length;
};

function checkAnswer(answer, name, codes) {
  if (typeof answer === 'string') return assert.ok(codes.includes(answer), `${name}: ${answer}`);
  assert.ok(['good', 'doubtful'].includes(answer.verdict), name);
  assert.ok(answer.certainty >= 0 && answer.certainty <= 1 && answer.coverage >= 0 && answer.coverage <= 1, name);
  assert.equal(answer.verdict === 'doubtful', answer.doubts.length > 0, name);
  if (answer.verdict === 'good') assert.ok(!isHollow(answer.mask), `${name} is called good`);
}

test('a network that answers nonsense ends in a verdict or a stable code, however its row reads it', async () => {
  const codes = ['no_subject', 'no_background', 'inference_failed', 'model_mismatch'];
  const rows = [
    { activation: 'none', stretch: true }, { activation: 'sigmoid', stretch: true }, { activation: 'none', stretch: false, passes: 'closer' },
  ];
  for (const [name, source] of Object.entries(oddNetworks)) {
    for (const row of rows) {
      const remover = await createBackgroundRemover({ model: { id: 'odd', size: SIDE, ...row, source }, worker: false });
      const what = `${name}, ${JSON.stringify(row)}`;
      for (const options of [{}, { allowEmpty: true, threshold: 0.5 }, { refine: false }]) {
        checkAnswer(await attempt(remover, scene, options), what, codes);
      }
      remover.dispose();
    }
  }
});

test('what is no number, and what is no plane, is said to be that', async () => {
  const codeOf = async (name) => {
    const remover = await createBackgroundRemover({ model: { id: 'odd', size: SIDE, activation: 'none', stretch: true, source: oddNetworks[name] } });
    const answers = [await attempt(remover, scene), await attempt(remover, scene, { allowEmpty: true })];
    remover.dispose();
    return answers;
  };
  for (const name of ['NaN', 'infinity']) assert.deepEqual(await codeOf(name), ['inference_failed', 'inference_failed'], name);
  for (const name of ['three planes', 'classes', 'one number', 'a plane of one pixel', 'a row']) assert.deepEqual(await codeOf(name), ['model_mismatch', 'model_mismatch'], name);
});

test('a model whose answer is turned around is not called good', needsShared, async () => {
  const row = { id: 'turned', subject: 'people', size: 256, scale: 255, mean: [0, 0, 0], deviation: [1, 1, 1], output: 'mask', stretch: false };
  for (const passes of ['once', 'closer']) {
    const remover = await createBackgroundRemover({ model: { ...row, passes, source: inverted(selfie) } });
    for (const name of ['13', '22', '71', '146', '179', '181']) {
      const answer = await attempt(remover, shared(`people/images/${name}.jpg`), { mode: 'model' });
      assert.ok(typeof answer === 'string' || answer.verdict === 'doubtful', `${name}, ${passes}: ${answer.certainty} ${answer.coverage}`);
    }
    remover.dispose();
  }
});

test('a second model that answers nonsense does not make the first one’s answer good', needsShared, async () => {
  for (const name of ['NaN', 'nothing', 'everything', 'one half', 'three planes']) {
    const remover = await createBackgroundRemover({ model: ['selfie', { id: 'odd', size: SIDE, source: oddNetworks[name] }] });
    const answer = await attempt(remover, shared('objects/images/bike.jpg'));
    if (typeof answer !== 'string') assert.equal(answer.verdict, 'doubtful', name);
    remover.dispose();
  }
});

/** Grey and four-coloured files, and files of one colour. */
const files = {
  'a grey PNG': () => kit.image.encodePng(drawn(64, 48, (x, y) => Array(3).fill(60 + x + grain(x, y, 0)).concat(255))),
  'a grey JPEG': () => kit.image.encodeJpeg(drawn(64, 48, (x, y) => Array(3).fill(60 + x + grain(x, y, 0)).concat(255)), { quality: 90 }),
  'a grey PNG of 16 bits': () => readShared('images/formats/png/16bpc/basi0g16.png'),
  'a JPEG in CMYK': () => readShared('images/formats/cmyk.jpg'),
  'a black JPEG': () => kit.image.encodeJpeg(drawn(40, 30, () => [0, 0, 0, 255])),
};

test('pictures of a pixel, of nothing and of one colour, grey and CMYK files end in a verdict or a stable code', needsShared, async () => {
  const pictures = {
    'a pixel': drawn(1, 1, () => [200, 100, 50, 255]),
    'a clear pixel': drawn(1, 1, () => [200, 100, 50, 0]),
    'two pixels': drawn(2, 1, (x) => [255 * x, 0, 0, 255]),
    'a column': drawn(1, 5000, (_, y) => [y % 256, 90, 40, 255]),
    'all transparent': drawn(50, 40, () => [9, 9, 9, 0]),
    'all but transparent': drawn(50, 40, () => [9, 9, 9, 1]),
    'white': drawn(50, 40, () => [255, 255, 255, 255]),
    'screen green': drawn(50, 40, () => [0, 200, 60, 255]),
    ...Object.fromEntries(Object.entries(files).map(([name, make]) => [name, make()])),
  };
  const codes = ['no_subject', 'no_background', 'not_flat', 'not_chroma'];
  for (const model of ['selfie', { id: 'u2netp-fp16', source: shared('models/u2netp-fp16.onnx') }]) {
    const remover = await createBackgroundRemover({ model });
    for (const [name, picture] of Object.entries(pictures)) {
      for (const options of [{}, { mode: 'model' }, { mode: 'flat' }, { mode: 'chroma' }, { allowEmpty: true }, { assetType: 'logo' }, { assetType: 'emote' }]) {
        checkAnswer(await attempt(remover, picture, options), `${name}, ${JSON.stringify(options)}`, codes);
      }
    }
    remover.dispose();
  }
});
