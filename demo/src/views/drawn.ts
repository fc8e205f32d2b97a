// Texts and colours on the canvas: adding them, and changing those that are selected.
import type { Size } from '@aurastream/media-wasm';
import { byId, h, onChange } from '../dom.js';
import { canvasOf } from '../engine/layout.js';
import { drawnFile, drawnName, fonts, shapes } from '../engine/drawn.js';
import { keepCutout } from '../engine/pictures.js';
import type { Pixels } from '../engine/pixels.js';
import { imageOf, imageWith, selectedLayers, type Drawn, type ImageItem, type Layer, type Shape, type State, type TextAlign } from '../state/model.js';
import { addMenu } from './add-menu.js';
import type { Context } from './context.js';

const additions: readonly { id: string; label: string; spec: Drawn; assetType: ImageItem['assetType'] }[] = [
  { id: 'add-text', label: 'Text', assetType: 'overlay', spec: { kind: 'text', text: 'Your text', font: fonts[0]![1], colour: '#ffffff' } },
  { id: 'add-box', label: 'Box or shape', assetType: 'overlay', spec: { kind: 'fill', from: '#0b6e5f', to: '#0b6e5f', angle: 90 } },
  { id: 'add-gradient', label: 'Gradient behind everything', assetType: 'background', spec: { kind: 'fill', from: '#2b1055', to: '#f2994a', angle: 180 } },
];

const chosen = (state: State): ImageItem | undefined => {
  const [layer, ...more] = selectedLayers(state);
  const image = layer && more.length === 0 ? imageOf(state, layer) : undefined;
  return image?.drawn ? image : undefined;
};

export const isText = (state: State, layer: Layer | undefined): boolean => layer !== undefined && imageOf(state, layer)?.drawn?.kind === 'text';

/** The words of a text are typed anew; of other layers nothing. */
export function editText({ store }: Context, layerId: string): void {
  if (!isText(store.state, store.state.document.layers.find(({ id }) => id === layerId))) return;
  store.dispatch({ type: 'selected', ids: [layerId], alone: true });
  store.dispatch({ type: 'panelShown', panel: 'layers' });
  // Once the panel, a sheet perhaps, is in sight.
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const field = byId<HTMLTextAreaElement>('text-content');
    field.focus();
    field.select();
  }));
}

/** A text's layer with other words: the side that its lines keep to stays where it is, however it is turned. */
function grown(layer: Layer, wide: number, high: number, align: TextAlign = 'center', canvas: Size): Layer {
  const most = 400 * Math.max(canvas.width, canvas.height);
  const [width, height] = [Math.min(most, layer.width * wide), Math.min(most, layer.height * high)];
  const away = { left: 0.5, center: 0, right: -0.5 }[align] * (layer.flipX ? -1 : 1) * (width - layer.width);
  const turn = (layer.rotation * Math.PI) / 180;
  const inside = (percent: number): number => Math.min(100, Math.max(0, percent));
  return { ...layer, width, height, x: inside(layer.x + away * Math.cos(turn)), y: inside(layer.y + (away * Math.sin(turn) * canvas.width) / canvas.height) };
}

/** @param panel where what is selected is changed */
export function mountDrawn(context: Context, pixels: Pixels, panel: HTMLElement): void {
  const { store, pictures } = context;
  const failed = (thrown: unknown): void => store.dispatch({ type: 'said', text: (thrown as Error).message, tone: 'error' });

  async function add({ spec, assetType }: (typeof additions)[number]): Promise<void> {
    const [id] = await context.addFiles([{ file: await drawnFile(spec), assetType, changes: { drawn: spec, displayName: drawnName(spec) } }]);
    if (id === undefined) return;
    context.place(id);
    byId('tab-layers').click();
    if (spec.kind === 'text') editText(context, store.state.selection.at(-1)!);
  }
  addMenu(additions.map((addition) => ({ id: addition.id, label: addition.label, run: () => void add(addition).catch(failed) })));

  /** What each becomes, as long as it is being drawn. */
  const coming = new Map<string, Drawn>();
  /** Its layers grow with it, so that letters keep their size. */
  async function change(id: string, changes: Partial<Drawn>): Promise<void> {
    const image = imageWith(store.state, id);
    if (!image?.drawn) return;
    const spec = { ...(coming.get(id) ?? image.drawn), ...changes } as Drawn;
    const gesture = `drawn ${id} ${Object.keys(changes).join()}`;
    coming.set(id, spec);
    let isLatest = false;
    const made = await drawnFile(spec).then((file) => pixels.adopt(file)).finally(() => {
      isLatest = coming.get(id) === spec;
      if (isLatest) coming.delete(id);
    });
    const now = imageWith(store.state, id);
    if (!isLatest || !now?.drawn) return; // typed on meanwhile
    const before = now.cutout ? pictures.get(id)!.cutouts.get(now.cutout.id)!.working : pictures.get(id)!.original;
    const cutout = { id: keepCutout(pictures, id, made).id, summary: '' };
    // Of one step only the last is kept. Its id is another one, so that it is saved.
    if (now.cutout && store.state.gesture === gesture) pictures.get(id)!.cutouts.delete(now.cutout.id);
    // A name that a person gave stays.
    const displayName = now.displayName === drawnName(now.drawn) ? drawnName(spec) : now.displayName;
    store.dispatch({ type: 'imageChanged', id, changes: { drawn: spec, displayName, cutout, useCutout: true }, gesture });
    if (spec.kind !== 'text') return;
    const [wide, high] = [made.working.width / before.width, made.working.height / before.height];
    const canvas = canvasOf(context.kit, store.state);
    const layers = store.state.document.layers.filter(({ imageId }) => imageId === id).map((layer) => grown(layer, wide, high, spec.align, canvas));
    store.dispatch({ type: 'layersChanged', layers, gesture });
  }
  const changed = (changes: Partial<Drawn>): void => {
    const image = chosen(store.state);
    if (image) void change(image.id, changes).catch(failed);
  };

  const text = h('textarea', { id: 'text-content', rows: 2, maxlength: 200 });
  const font = h('select', { id: 'text-font' }, ...fonts.map(([label, family]) => h('option', { value: family }, label)));
  const align = h('select', { id: 'text-align', 'aria-label': 'Lines', title: 'To which side the lines keep' }, h('option', { value: 'left' }, 'Left'), h('option', { value: 'center' }, 'Middle'), h('option', { value: 'right' }, 'Right'));
  const colour = h('input', { type: 'color', id: 'text-colour', 'aria-label': 'Colour of the text' });
  const shape = h('select', { id: 'fill-shape', 'aria-label': 'Shape' }, ...shapes.map(([value, label]) => h('option', { value }, label)));
  const from = h('input', { type: 'color', id: 'fill-from', 'aria-label': 'Colour' });
  const to = h('input', { type: 'color', id: 'fill-to', 'aria-label': 'Second colour' });
  const angle = h('input', { type: 'range', id: 'fill-angle', min: 0, max: 360, step: 15, 'aria-label': 'Direction of the gradient' });
  text.addEventListener('input', () => changed({ text: text.value }));
  font.addEventListener('change', () => changed({ font: font.value }));
  align.addEventListener('change', () => changed({ align: align.value as TextAlign }));
  colour.addEventListener('input', () => changed({ colour: colour.value }));
  shape.addEventListener('change', () => changed({ shape: shape.value as Shape }));
  from.addEventListener('input', () => changed({ from: from.value }));
  to.addEventListener('input', () => changed({ to: to.value }));
  angle.addEventListener('input', () => changed({ angle: angle.valueAsNumber }));
  const ofText = h('div', { class: 'group' },
    h('div', { class: 'field' }, h('label', { for: text.id }, 'Text'), text),
    h('div', { class: 'row' }, h('label', { for: font.id }, 'Letters'), font, align, colour));
  const ofFill = h('div', { class: 'group' }, shape, h('div', { class: 'row' }, from, to, angle));
  panel.append(ofText, ofFill);

  const fill = (input: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: string): void => {
    if (input.value !== value && document.activeElement !== input) input.value = value;
  };
  store.subscribe(
    onChange(
      (state) => [chosen(state)],
      (state) => {
        const spec = chosen(state)?.drawn;
        ofText.hidden = spec?.kind !== 'text';
        ofFill.hidden = spec?.kind !== 'fill';
        if (spec?.kind === 'text') fill(text, spec.text), fill(font, spec.font), fill(align, spec.align ?? 'center'), fill(colour, spec.colour);
        if (spec?.kind === 'fill') fill(shape, spec.shape ?? 'box'), fill(from, spec.from), fill(to, spec.to), fill(angle, String(spec.angle));
      },
    ),
  );
}
