// The Layers panel: the stack, front first, and the numbers of the selected layer.
import { byId, h, onChange } from '../dom.js';
import { canvasOf, throughBoxes } from '../engine/layout.js';
import { drawThumbnail, shownImage } from '../engine/pictures.js';
import { imageOf, inOrder, selectedLayers, type Layer } from '../state/model.js';
import type { Context } from './context.js';
import { numberField } from './number-field.js';

type NumberKey = 'x' | 'y' | 'width' | 'height' | 'rotation' | 'opacity';

const numbers: readonly { key: NumberKey; label: string; min: number; max: number }[] = [
  { key: 'x', label: 'X %', min: 0, max: 100 },
  { key: 'y', label: 'Y %', min: 0, max: 100 },
  { key: 'width', label: 'Width %', min: 1, max: 400 },
  { key: 'height', label: 'Height %', min: 1, max: 400 },
];

export function mountLayers(context: Context): void {
  const { store, pictures } = context;
  const list = h('ul', { class: 'layer-list', 'aria-label': 'Layers, front first' });
  const empty = h('p', { class: 'hint' }, 'No layers yet. Place an image on the canvas and it appears here.');
  const controls = h('div', { class: 'controls' });
  const several = h('p', { class: 'hint' });
  byId('layers').append(empty, list, controls, several);

  const change = (changes: Partial<Layer>, gesture: string): void => {
    const layers = selectedLayers(store.state).map((layer) => sized(context, layer, changes));
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
  );

  const stackOf = (layers: readonly Layer[]): string =>
    inOrder(layers)
      .map(({ id }) => id)
      .join();
  store.subscribe(
    onChange(
      (state) => [stackOf(state.document.layers), state.selection, state.document.images],
      (state) => {
        const order = inOrder(state.document.layers).reverse();
        empty.hidden = order.length > 0;
        const focused =
          list.contains(document.activeElement) && (document.activeElement as HTMLElement).dataset.layer;
        list.replaceChildren(
          ...order.map((layer) => {
            const image = imageOf(state, layer);
            const thumbnail = h('canvas', { width: 60, height: 60, class: 'checks', 'aria-hidden': 'true' });
            const pixels = image && shownImage(pictures, image);
            if (pixels) drawThumbnail(thumbnail, pixels);
            const button = h(
              'button',
              {
                type: 'button',
                'data-layer': layer.id,
                'aria-pressed': String(state.selection.includes(layer.id)),
              },
              thumbnail,
              image?.displayName || 'Unnamed',
            );
            button.addEventListener('click', (event) => {
              const { selection } = store.state;
              const others = selection.filter((id) => id !== layer.id);
              const more = event.shiftKey || event.ctrlKey || event.metaKey;
              store.dispatch({
                type: 'selected',
                ids: !more ? [layer.id] : selection.includes(layer.id) ? others : [...selection, layer.id],
              });
            });
            return h('li', {}, button);
          }),
        );
        if (focused) list.querySelector<HTMLElement>(`[data-layer=${focused}]`)?.focus();
      },
    ),
  );
  store.subscribe(
    onChange(
      (state) => [state.document.layers, state.selection],
      (state) => {
        const [layer, ...more] = selectedLayers(state);
        controls.hidden = layer === undefined || more.length > 0;
        several.hidden = more.length === 0;
        several.textContent = `${more.length + 1} layers selected: move, resize, turn, align or delete them together.`;
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
