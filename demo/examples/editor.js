// An editor in small: pointers and keys drive the package's own, and kit.preview draws what it holds.
import { createMediaKit } from '@aurastream/media-wasm';
import { attachEditor, createPlacementEditor } from '@aurastream/media-wasm/editor';

const kit = await createMediaKit();
const canvas = kit.placement.canvasSize('thumbnail');
const surface = document.querySelector('canvas');
const context = surface.getContext('2d');
const images = { square: { width: 1, height: 1, data: new Uint8ClampedArray([20, 130, 110, 255]) } };
const square = { assetId: 'square', displayName: 'Square', assetType: 'logo', ...kit.placement.defaultPlacement(0, canvas, { width: 300, height: 300 }) };
const editor = createPlacementEditor({ geometry: kit.placement, canvas }, [square]);

function show() {
  const { placements, items, guides } = editor.getSnapshot();
  const { data, width, height } = kit.preview.render({ canvas, background: '#101828', placements, images });
  context.putImageData(new ImageData(data, width, height), 0, 0);
  context.lineWidth = 4;
  for (const { axis, position, from, to } of guides) {
    context.strokeStyle = '#f472b6';
    context.strokeRect(axis === 'x' ? position : from, axis === 'x' ? from : position, axis === 'x' ? 0 : to - from, axis === 'x' ? to - from : 0);
  }
  context.strokeStyle = '#38bdf8';
  for (const { selected, box } of items) if (selected) context.strokeRect(box.x - box.width / 2, box.y - box.height / 2, box.width, box.height);
  document.querySelector('output').textContent = placements.map(({ x, y }) => `${Math.round(x)} %, ${Math.round(y)} %`).join('\n');
}

editor.subscribe(show);
attachEditor(editor, surface);
show();
