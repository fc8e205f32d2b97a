// The Layers panel: the list, and the numbers of the selected layer.
import { byId, h, onChange } from '../dom.js';
import { canvasOf, throughBoxes } from '../engine/layout.js';
import type { Pixels } from '../engine/pixels.js';
import { movableLayers, selectedLayers, type Layer } from '../state/model.js';
import { mountBackdrop } from './backdrop.js';
import type { Context } from './context.js';
import { mountCrop } from './crop.js';
import { mountDrawn } from './drawn.js';
import { mountEffects } from './effects.js';
import { fitToCanvas, flip } from './layer-changes.js';
import { mountLayerList } from './layer-list.js';
import { numberField } from './number-field.js';

type NumberKey = 'x' | 'y' | 'width' | 'height' | 'rotation' | 'opacity';

const numbers: readonly { key: NumberKey; label: string; min: number; max: number }[] = [
  { key: 'x', label: 'X %', min: 0, max: 100 },
  { key: 'y', label: 'Y %', min: 0, max: 100 },
  { key: 'width', label: 'Width %', min: 1, max: 400 },
  { key: 'height', label: 'Height %', min: 1, max: 400 },
];

/** What one click does to the layer. */
const ways = [
  { id: 'contain', label: 'Fit', run: (context: Context) => fitToCanvas(context, 'contain') },
  { id: 'cover', label: 'Fill', run: (context: Context) => fitToCanvas(context, 'cover') },
  { id: 'flip-x', label: 'Mirror ↔', run: (context: Context) => flip(context, 'flipX') },
  { id: 'flip-y', label: 'Mirror ↕', run: (context: Context) => flip(context, 'flipY') },
];

export function mountLayers(context: Context, pixels: Pixels): void {
  const { store } = context;
  const controls = h('div', { class: 'controls' });
  const several = h('p', { class: 'hint' });
  mountLayerList(context, byId('layers'));
  mountBackdrop(context, byId('layers'));
  byId('layers').append(controls, several);

  const change = (changes: Partial<Layer>, gesture: string): void => {
    const layers = movableLayers(store.state).map((layer) => sized(context, layer, changes));
    store.dispatch({ type: 'layersChanged', layers, gesture: `${gesture} ${store.state.selection.join()}` });
  };
  const fields = numbers.map(({ key, label, min, max }) => {
    return { key, ...numberField({ id: `layer-${key}`, label, min, max }, (value) => change({ [key]: value }, key)) };
  });
  const rotation = slider('rotation', 'Rotation', 360, '°', change);
  const opacity = slider('opacity', 'Opacity', 100, ' %', change);
  const lock = h('input', { type: 'checkbox', id: 'layer-lock' });
  lock.addEventListener('change', () => change({ lockAspect: lock.checked }, 'lock'));
  controls.append(
    h('div', { class: 'numbers' }, ...fields.map(({ element }) => element)),
    h('div', { class: 'pair' }, rotation.element, opacity.element),
    h('label', { class: 'check' }, lock, 'Keep proportions'),
    h('div', { class: 'row wrap' }, ...ways.map(({ id, label, run }) => {
      const button = h('button', { type: 'button', id: `layer-${id}` }, label);
      button.addEventListener('click', () => run(context));
      return button;
    })),
  );

  const drawn = h('div', { class: 'group' });
  controls.prepend(drawn);
  mountDrawn(context, pixels, drawn);
  mountCrop(context, controls);
  mountEffects(context, controls);

  store.subscribe(
    onChange(
      (state) => [state.document.layers, state.selection],
      (state) => {
        const [layer, ...more] = selectedLayers(state);
        controls.hidden = layer === undefined || more.length > 0;
        controls.inert = layer?.locked === true;
        several.textContent = layer?.locked ? 'Locked: unlock it in the list to change it.' : `${more.length + 1} layers selected: move, resize, turn, align or delete them together.`;
        several.hidden = more.length === 0 && !layer?.locked;
        if (!layer) return;
        for (const { key, show } of fields) show(layer[key]);
        rotation.show(layer.rotation);
        opacity.show(layer.opacity);
        lock.checked = layer.lockAspect;
      },
    ),
  );
}

/** A width or height is the picture's: with locked proportions the other side follows. */
function sized({ kit, store }: Context, layer: Layer, changes: Partial<Layer>): Layer {
  const { width, height } = changes;
  if (width === undefined && height === undefined) return { ...layer, ...changes };
  const canvas = canvasOf(kit, store.state);
  const size =
    width === undefined
      ? { height: (height! / 100) * canvas.height }
      : { width: (width / 100) * canvas.width };
  return throughBoxes(kit, [layer], canvas, (boxes) =>
    kit.placement.arrange.matchSize(boxes, size, layer.lockAspect),
  )[0]!;
}

function slider(
  key: 'rotation' | 'opacity',
  label: string,
  max: number,
  unit: string,
  change: (changes: Partial<Layer>, gesture: string) => void,
) {
  const input = h('input', { type: 'range', id: `layer-${key}`, min: 0, max, step: 1 });
  const output = h('output', { for: input.id });
  input.addEventListener('input', () => change({ [key]: input.valueAsNumber }, key));
  return {
    element: h(
      'div',
      { class: 'field' },
      h('label', { for: input.id }, label),
      h('div', { class: 'row' }, input, output),
    ),
    show(value: number): void {
      input.value = String(value);
      output.textContent = `${Math.round(value)}${unit}`;
    },
  };
}
