// An editor in small: the geometry is kit.placement's, the picture kit.preview's; the page only passes pointers on.
import { createMediaKit } from '@aurastream/media-wasm';

const kit = await createMediaKit();
const { placement } = kit;
const size = placement.canvasSize('thumbnail');
const surface = document.querySelector('canvas');
const images = { square: { width: 1, height: 1, data: new Uint8ClampedArray([20, 130, 110, 255]) } };
const history = [];
let placements = [{ assetId: 'square', displayName: 'Square', assetType: 'logo', ...placement.defaultPlacement(0, size, { width: 300, height: 300 }) }];

function show() {
  const { data, width, height } = kit.preview.render({ canvas: size, background: '#101828', placements, images });
  surface.getContext('2d').putImageData(new ImageData(data, width, height), 0, 0);
  const { x, y } = placements[0];
  document.querySelector('output').textContent = `${Math.round(x)} %, ${Math.round(y)} %`;
}

/** Puts the asset there; the step can be taken back. */
function place(before, box) {
  placements = [{ ...before[0], ...placement.toPlacement(box, size) }];
  show();
}

/** A pointer in the canvas' own pixels. */
const pointOf = ({ clientX, clientY }) => {
  const { left, top, width } = surface.getBoundingClientRect();
  return { x: ((clientX - left) * size.width) / width, y: ((clientY - top) * size.width) / width };
};

surface.addEventListener('pointerdown', (down) => {
  const before = placements;
  const start = placement.toBox(before[0], size);
  const grab = pointOf(down);
  const snapping = placement.createSnapSession([], { canvas: size });
  const move = (event) => place(before, snapping.move(placement.move(start, grab, pointOf(event))).box);
  surface.setPointerCapture(down.pointerId);
  surface.addEventListener('pointermove', move);
  surface.addEventListener('lostpointercapture', () => {
    surface.removeEventListener('pointermove', move);
    snapping.dispose();
    history.push(placement.diff(before, placements));
  }, { once: true });
});

addEventListener('keydown', (event) => {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (step && document.activeElement === surface) {
    const before = placements;
    const box = placement.toBox(before[0], size);
    place(before, { ...box, x: box.x + 10 * step[0], y: box.y + 10 * step[1] });
    history.push(placement.diff(before, placements));
  } else if (event.key === 'z' && (event.ctrlKey || event.metaKey) && history.length > 0) {
    placements = placement.apply(placements, placement.invert(history.pop()));
    show();
  } else return;
  event.preventDefault();
});

show();
