// Cropping in numbers, and the corners: of the selected layer.
import { h, onChange } from '../dom.js';
import { canvasOf } from '../engine/layout.js';
import { cropOf, cropped } from '../state/crop.js';
import { movableLayers, selectedLayers, type Crop } from '../state/model.js';
import type { Context } from './context.js';
import { toggleCropping } from './layer-changes.js';
import { numberField } from './number-field.js';

const sides: readonly (readonly [keyof Crop, string])[] = [['left', 'Left %'], ['top', 'Top %'], ['right', 'Right %'], ['bottom', 'Bottom %']];

export function mountCrop(context: Context, panel: HTMLElement): void {
  const { kit, store } = context;
  const toggle = h('button', { type: 'button', id: 'layer-crop', 'aria-pressed': 'false', title: 'Crop by the handles (C)' }, 'Crop');
  toggle.addEventListener('click', () => toggleCropping(context));
  const apply = (changes: Partial<Crop>, gesture?: string): void => {
    const canvas = canvasOf(kit, store.state);
    const layers = movableLayers(store.state).map((layer) => cropped(layer, { ...cropOf(layer), ...changes }, canvas));
    store.dispatch({ type: 'layersChanged', layers, gesture });
  };
  const fields = sides.map(([side, label]) => ({
    side,
    ...numberField({ id: `crop-${side}`, label, min: 0, max: 98 }, (value) => apply({ [side]: value / 100 }, `crop ${side} ${store.state.selection.join()}`)),
  }));
  const whole = h('button', { type: 'button', id: 'crop-whole' }, 'Whole picture');
  whole.addEventListener('click', () => apply({ left: 0, top: 0, right: 0, bottom: 0 }));
  const numbers = h('div', { class: 'group', role: 'group', 'aria-label': 'Cropped' }, h('div', { class: 'numbers' }, ...fields.map(({ element }) => element)), whole);
  const round = h('input', { type: 'range', id: 'layer-round', min: 0, max: 100, step: 1 });
  round.addEventListener('input', () => {
    const layers = movableLayers(store.state).map((layer) => ({ ...layer, round: round.valueAsNumber / 100 }));
    store.dispatch({ type: 'layersChanged', layers, gesture: `round ${store.state.selection.join()}` });
  });
  panel.append(h('div', { class: 'row' }, toggle, h('label', { for: round.id, class: 'field-label' }, 'Corners'), round), numbers);
  store.subscribe(
    onChange(
      (state) => [state.document.layers, state.selection, state.cropping],
      (state) => {
        toggle.setAttribute('aria-pressed', String(state.cropping));
        document.querySelector('.frame')?.classList.toggle('cropping', state.cropping);
        const [layer] = selectedLayers(state);
        if (!layer) return;
        toggle.disabled = layer.place === true;
        numbers.hidden = !state.cropping && !layer.crop;
        for (const { side, show } of fields) show(100 * cropOf(layer)[side]);
        round.value = String(100 * (layer.round ?? 0));
      },
    ),
  );
}
