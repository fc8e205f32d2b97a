// The bar under the cut-out: which model, its licence, the edge zoom.
import { builtIn, choiceOf, modelEntries, type ModelChoice } from '../engine/models.js';
import type { RemovalEngine } from '../engine/removal.js';
import { byId, h, icon } from '../dom.js';
import { prefer, preferences } from '../engine/preferences.js';
import { currentImage } from '../state/model.js';
import type { Context } from './context.js';

/** @returns uses a model's file that came otherwise than by its button */
export function mountModel({ store, removal }: Context): (file: File) => void {
  const select = h(
    'select',
    { id: 'model', 'aria-label': 'Model', 'aria-describedby': 'model-note' },
    ...modelEntries.map(({ id, label, needsFile }) =>
      h('option', { value: id }, needsFile ? `${label} (from a file…)` : label),
    ),
  );
  const file = h('input', {
    type: 'file',
    id: 'model-file',
    accept: '.onnx',
    'aria-label': 'ONNX file',
    hidden: true,
  });
  const device = h(
    'select',
    { id: 'device', 'aria-label': 'Device', title: 'What the model runs on' },
    h('option', { value: 'auto' }, 'Fastest device'),
    h('option', { value: 'webgpu' }, 'Graphics chip'),
    h('option', { value: 'wasm' }, 'Processor'),
  );
  device.addEventListener('change', () =>
    removal.use({ device: device.value as RemovalEngine['device'] }),
  );
  const note = h('span', { class: 'hint', id: 'model-note' });
  const magnify = h(
    'button',
    { type: 'button', class: 'quiet', id: 'magnify', 'aria-pressed': 'false' },
    icon('zoom'),
    'Edge zoom',
  );
  const flat = h('input', { type: 'checkbox', id: 'flat', checked: true });
  const refine = h('input', { type: 'checkbox', id: 'refine', checked: true });
  flat.addEventListener('change', () => (removal.options.mode = flat.checked ? 'auto' : 'model'));
  refine.addEventListener('change', () => (removal.options.refine = refine.checked));
  const atOnce = h('input', { type: 'checkbox', id: 'at-once', checked: preferences.cutOutAtOnce });
  atOnce.addEventListener('change', () => prefer({ cutOutAtOnce: atOnce.checked }));
  const options = [
    h('label', { class: 'check', title: 'Cut out each picture as soon as it is added' }, atOnce, 'Cut out at once'),
    h(
      'label',
      { class: 'check', title: 'A background of one colour, as a green screen, goes in a moment' },
      flat,
      'One-colour backgrounds without a model',
    ),
    h(
      'label',
      { class: 'check', title: 'Let edges follow the picture, free of the old background' },
      refine,
      'Clean the edges',
    ),
  ];
  const settings = h('details', { id: 'settings' }, h('summary', {}, 'How it is cut out'), h('div', { class: 'settings' }, select, file, device, ...options, note));
  settings.open = preferences.settings;
  settings.addEventListener('toggle', () => prefer({ settings: settings.open }));
  byId('model-bar').append(settings, magnify);

  let chosen: ModelChoice = builtIn;
  /** The model whose file is being asked for. */
  let wanted: ModelChoice['id'] = builtIn.id;
  const entryOf = (id: string) => modelEntries.find((entry) => entry.id === id)!;
  const show = (): void => {
    select.value = chosen.id;
    note.textContent = entryOf(chosen.id).note;
  };
  const choose = (choice: ModelChoice): void => {
    chosen = choice;
    removal.use({ model: choice });
    show();
    const text = choice.file
      ? `${choice.file.name} will be used from now on.`
      : 'The built-in model will be used from now on.';
    store.dispatch({ type: 'said', text });
  };
  select.addEventListener('change', () => {
    const entry = entryOf(select.value);
    if (!entry.needsFile) return choose({ id: entry.id });
    wanted = entry.id;
    note.textContent = `${entry.note} Choose its file.`;
    file.click();
  });
  file.addEventListener('change', () => {
    const [given] = file.files ?? [];
    file.value = '';
    if (given) choose({ id: wanted, file: given });
    else show();
  });
  file.addEventListener('cancel', show);
  store.subscribe((state) => {
    byId('model-bar').hidden = state.view !== 'cutout' || state.imageId === undefined;
    magnify.hidden = currentImage(state)?.cutout === undefined;
  });
  show();
  return (given) => choose(choiceOf(given));
}
