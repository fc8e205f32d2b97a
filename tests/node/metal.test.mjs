// Gradients of paint that pass through the ground's own colour: metal on grey, gold on gold. Measured by true alpha.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { alphaError, draw, subjects } from './drawings.mjs';

const kit = await createMediaKit();

const grey = [1, 1, 1];
const between = (low, high, [r, g, b]) => (t) => [r, g, b].map((part) => part * (low + (high - low) * t));
const bands = (period, colours) => (_, y) => colours(0.5 + 0.5 * Math.sin((y / period) * 2 * Math.PI));
const slope = (colours) => (_, y) => colours(Math.min(1, Math.max(0, (y - 40) / 100)));
const along = (colours) => (x) => colours(Math.min(1, Math.max(0, (x - 40) / 160)));

/** What is painted, and grounds whose colour the paint passes through. */
const cases = {
  'silver in narrow bands': [bands(40, between(90, 250, grey)), [[128, 130, 126], [170, 170, 170]]],
  'silver in wide bands': [bands(80, between(60, 240, grey)), [[128, 130, 126], [170, 170, 170]]],
  'grey from top to bottom': [slope(between(40, 250, grey)), [[128, 130, 126], [170, 170, 170]]],
  'grey from left to right': [along(between(20, 250, grey)), [[128, 130, 126]]],
  'gold in bands': [bands(60, between(0.4, 1, [255, 215, 90])), [[190, 160, 67]]],
  'red on red': [(_, y) => { const t = Math.min(1, Math.max(0, (y - 40) / 100)); return [120 + 135 * t, 20 + 40 * t, 20 + 40 * t]; }, [[200, 44, 44]]],
};

/** What is drawn has lost, or gained, at most this share of itself where it is called good. */
const MOST = { png: 0.14, jpeg: 0.16 };
/** As the remover does (js/src/background-removal/ways.ts). */
const GOOD = 0.5;

test('paint that passes through the ground’s colour is kept, or not called good', (context) => {
  for (const [name, [paint, grounds]] of Object.entries(cases)) {
    for (const kind of ['ring', 'star', 'letters']) {
      for (const ground of grounds) {
        if (name === 'grey from left to right' && kind === 'letters') continue; // a whole stroke has the ground's colour
        const { image, alpha } = draw({ ...subjects[kind], paint }, () => ground);
        const size = alpha.reduce((sum, value) => sum + value, 0) / alpha.length;
        for (const file of ['png', 'jpeg']) {
          const picture = file === 'png' ? image : kit.image.decode(kit.image.encodeJpeg(image, { quality: 88 }));
          const result = kit.cutout.flatBackground(picture, { holes: 'auto', jpeg: file === 'jpeg' });
          const lost = result.flat ? alphaError(result.image, alpha) / size : 1;
          const shown = `${name}, ${kind} on ${ground}, ${file}: ${lost.toFixed(3)}, certainty ${result.certainty?.toFixed(2)}`;
          context.diagnostic(shown);
          if (file === 'png') assert.ok(result.flat && !result.shadow, `${shown}: no shadow`);
          assert.ok(lost <= MOST[file] || !(result.certainty >= GOOD), shown);
        }
      }
    }
  }
});
