// Outline, glow and shadow of the selected layer: on or off, a colour, a size.
import type { Size } from '@aurastream/media-wasm';
import { h, onChange } from '../dom.js';
import { canvasOf } from '../engine/layout.js';
import { movableLayers, selectedLayers, type Effects, type Layer } from '../state/model.js';
import type { Context } from './context.js';

interface Effect {
  key: keyof Effects;
  label: string;
  colour: string;
  /** Shares of the canvas' shorter side: at first, and at most. */
  first: number;
  most: number;
  size(layer: Layer): number | undefined;
  made(size: number, colour: string): Effects;
}

const effects: readonly Effect[] = [
  {
    key: 'outline', label: 'Outline', colour: '#ffffff', first: 0.014, most: 0.06,
    size: ({ outline }) => outline?.width,
    made: (width, color) => ({ outline: { width, color } }),
  },
  {
    key: 'glow', label: 'Glow', colour: '#ffd166', first: 0.06, most: 0.25,
    size: ({ glow }) => glow?.size,
    made: (size, color) => ({ glow: { size, color } }),
  },
  {
    key: 'shadow', label: 'Shadow', colour: '#000000', first: 0.03, most: 0.12,
    size: ({ shadow }) => shadow?.blur,
    // Below and to the right, as soft as it is far.
    made: (blur, color) => ({ shadow: { x: blur / 2, y: blur / 2, blur, color } }),
  },
];

const shorter = ({ width, height }: Size): number => Math.min(width, height);
/** A tenth of a canvas pixel. */
const tidy = (length: number): number => Math.round(length * 10) / 10;

export function mountEffects(context: Context, panel: HTMLElement): void {
  const { kit, store } = context;
  const rows = effects.map((effect) => {
    const id = `effect-${effect.key}`;
    const on = h('input', { type: 'checkbox', id });
    const colour = h('input', { type: 'color', id: `${id}-colour`, 'aria-label': `Colour of the ${effect.label.toLowerCase()}`, value: effect.colour });
    const size = h('input', { type: 'range', id: `${id}-size`, 'aria-label': `Size of the ${effect.label.toLowerCase()}`, min: 1, max: 100, step: 1 });
    const length = (): number => tidy((size.valueAsNumber / 100) * effect.most * shorter(canvasOf(kit, store.state)));
    const apply = (): void => {
      const made = on.checked ? effect.made(length(), colour.value) : { [effect.key]: null };
      const layers = movableLayers(store.state).map((layer) => ({ ...layer, ...made }));
      store.dispatch({ type: 'layersChanged', layers, gesture: `${effect.key} ${store.state.selection.join()}` });
    };
    on.addEventListener('change', () => {
      if (on.checked) size.value = String((100 * effect.first) / effect.most);
      apply();
    });
    for (const input of [colour, size]) input.addEventListener('input', apply);
    const element = h('div', { class: 'row effect' }, h('label', { class: 'check' }, on, effect.label), colour, size);
    return {
      element,
      show(layer: Layer): void {
        const has = layer[effect.key] != null;
        on.checked = has;
        colour.disabled = size.disabled = !has;
        if (!has) return;
        colour.value = layer[effect.key]!.color.slice(0, 7);
        const shown = ((effect.size(layer) ?? 0) / shorter(canvasOf(kit, store.state)) / effect.most) * 100;
        if (document.activeElement !== size) size.value = String(shown);
      },
    };
  });
  panel.append(h('div', { class: 'group', role: 'group', 'aria-label': 'Effects' }, ...rows.map(({ element }) => element)));
  store.subscribe(
    onChange(
      (state) => [state.document.layers, state.document.canvas, state.selection],
      (state) => {
        const [layer] = selectedLayers(state);
        if (layer) for (const row of rows) row.show(layer);
      },
    ),
  );
}
