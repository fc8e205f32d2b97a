// In each empty place of a template: choose the picture that goes there.
import { byId, h, icon, onChange } from '../dom.js';
import { canvasOf } from '../engine/layout.js';
import type { Layer } from '../state/model.js';
import type { Context } from './context.js';

export function mountPlaceButtons({ kit, store, addFiles }: Context): void {
  const overlay = byId('overlay');
  const input = h('input', { type: 'file', id: 'place-file', accept: byId<HTMLInputElement>('file').accept, hidden: true, 'aria-label': 'Picture for this place' });
  byId('composition').append(input);
  let wanted: Layer | undefined;
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    input.value = '';
    if (!file || !wanted) return;
    const canvas = canvasOf(kit, store.state);
    void addFiles([{ file }], { x: (wanted.x * canvas.width) / 100, y: (wanted.y * canvas.height) / 100 });
  });
  store.subscribe(
    onChange(
      (state) => [state.document.layers],
      ({ document: { layers } }) => {
        for (const old of overlay.querySelectorAll('.place-choose')) old.remove();
        for (const layer of layers.filter(({ place, hidden }) => place && !hidden)) {
          const button = h('button', { type: 'button', class: 'place-choose', 'data-place': layer.id, title: 'Drop a picture here, or choose one' }, icon('image'), h('span', {}, 'Your picture'));
          Object.assign(button.style, { left: `${layer.x}%`, top: `${layer.y}%` });
          button.addEventListener('click', () => {
            wanted = layer;
            input.click();
          });
          overlay.append(button);
        }
      },
    ),
  );
}
