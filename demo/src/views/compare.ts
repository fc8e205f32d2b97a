// The before/after picture: two canvases, a slider that is a real range input, progress while removal runs.
import type { MediaImage } from '@aurastream/media-wasm';
import { byId, h, onChange, words } from '../dom.js';
import { cutoutOf, drawImage } from '../engine/pictures.js';
import { currentImage, removalOf, type ImageItem, type Removal } from '../state/model.js';
import type { Context } from './context.js';
import { mountLooking, showLooking } from './looking.js';
import { mountMagnifier } from './magnifier.js';

/** What the phases of a removal are called on the page. */
const phases: Readonly<Record<string, string>> = {
  model: 'Reading the model',
  session: 'Starting the model',
  decode: 'Opening the picture',
  inference: 'Finding the subject',
  edges: 'Cleaning the edges',
  encode: 'Finishing',
};

/** CSS pixels: less has no room for what its sides are called. */
const LEAST_TAGGED = 64;

export function mountCompare({ store, pictures, removal }: Context): void {
  const frame = byId('compare');
  const after = h('canvas', {
    class: 'after',
    role: 'img',
    'aria-label': 'After: the cut-out on a checkerboard',
  });
  const before = h('canvas', { class: 'before', role: 'img', 'aria-label': 'Before: the original picture' });
  const split = h('input', {
    type: 'range',
    class: 'split',
    min: 0,
    max: 100,
    step: 1,
    value: 50,
    'aria-label': 'Before and after: how much of the original is shown',
  });
  const progress = h('progress', { max: 1, value: 0, 'aria-label': 'Background removal' });
  const phase = h('span');
  const cancel = h('button', { type: 'button', id: 'cancel' }, 'Cancel');
  const working = h(
    'div',
    { class: 'working', id: 'working', hidden: true },
    h('div', {}, phase, cancel),
    progress,
  );
  const failed = h('p', { class: 'working bad', id: 'failed', hidden: true });
  frame.append(
    after,
    before,
    split,
    h('span', { class: 'divider' }),
    h('span', { class: 'tag left' }, 'Before'),
    h('span', { class: 'tag right' }, 'After'),
  );
  // Not on the picture, which may be a few pixels wide or high.
  byId('cutout').append(working, failed);

  const showSplit = (): void => frame.style.setProperty('--split', `${split.value}%`);
  /** Through the middle of the subject: beside it, either side would seem to be empty. */
  const splitSubject = ({ cutout }: ImageItem): void => {
    const { left, width } = cutout?.frame ?? { left: 0, width: 1 };
    split.value = String(Math.round(100 * (left + width / 2)));
    showSplit();
  };
  split.addEventListener('input', showSplit);
  showSplit();
  cancel.addEventListener('click', () => {
    if (store.state.imageId) removal.cancel(store.state.imageId);
  });

  byId('model-bar').append(mountLooking(frame));
  const magnify = mountMagnifier(frame, after, split);

  const drawn = new Map<HTMLCanvasElement, MediaImage>();
  const draw = (canvas: HTMLCanvasElement, image: MediaImage | undefined): void => {
    if (!image || drawn.get(canvas) === image) return;
    drawImage(canvas, image);
    drawn.set(canvas, image);
  };

  /** They hold as much as the picture. */
  const clear = (): void => {
    for (const canvas of drawn.keys()) canvas.width = canvas.height = 0;
    drawn.clear();
  };

  let shown: ImageItem | undefined;
  let step: Removal['step'] | undefined;
  const fit = (): void => {
    if (!shown) return;
    fitInside(frame, byId('cutout'), shown.width / shown.height);
    frame.classList.toggle('small', Math.min(frame.clientWidth / 2, frame.clientHeight) < LEAST_TAGGED);
  };
  new ResizeObserver(fit).observe(byId('cutout'));

  store.subscribe(
    onChange(
      (state) => [currentImage(state), state.work, state.view],
      (state) => {
        const image = currentImage(state);
        const another = image?.id !== shown?.id;
        const removal = image && removalOf(state, image);
        const isNew = another || shown?.cutout === undefined;
        const changed = another || removal?.step !== step || image?.cutout?.id !== shown?.cutout?.id;
        shown = image;
        step = removal?.step;
        byId('cutout-empty').hidden = image !== undefined;
        frame.hidden = image === undefined;
        showLooking(image?.cutout !== undefined);
        const picture = image && pictures.get(image.id);
        if (!picture) clear();
        working.hidden = removal?.step !== 'running';
        // A good result of before stays in sight; the list of problems says what went wrong.
        failed.hidden = removal?.step !== 'failed' || image?.cutout !== undefined;
        if (!image || !removal) return;
        if (isNew && image.cutout) splitSubject(image);
        if (picture && (changed || !drawn.has(before))) {
          // Both in one frame would block the page for long: after a removal only one of them is new.
          const cutout = cutoutOf(pictures, image);
          draw(before, picture.original);
          draw(after, cutout?.working);
          frame.classList.toggle('single', cutout === undefined || removal.step === 'running');
        }
        if (state.view === 'cutout') byId('caption').textContent = image.cutout?.summary ?? '';
        if (removal.step === 'failed') failed.textContent = removal.message;
        if (removal.step === 'running') {
          phase.textContent = phases[removal.phase] ?? words(removal.phase);
          progress.value = removal.fraction;
        }
        // Asks for the page's layout: not at every step of the progress.
        if (another) fit();
        if (changed) magnify();
      },
    ),
  );
}

/** Gives an element the largest size of a ratio (width / height) that fits into its container's padding box. */
export function fitInside(element: HTMLElement, container: HTMLElement, ratio: number): void {
  const style = getComputedStyle(container);
  const width = container.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const height = container.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
  if (width <= 0 || height <= 0) return;
  const shownWidth = Math.min(width, height * ratio);
  element.style.width = `${shownWidth}px`;
  element.style.height = `${shownWidth / ratio}px`;
}
