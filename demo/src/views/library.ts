// The left column: drop zone, sample buttons, the session's images.
import type { Point } from '@aurastream/media-wasm';
import { byId, h, icon, isTyping, onChange } from '../dom.js';
import { pictureAddresses, pictureAt } from '../engine/addresses.js';
import { isModelFile } from '../engine/models.js';
import { drawThumbnail, shownImage } from '../engine/pictures.js';
import { samples, sampleFile, sampleThumbnail, type Sample } from '../samples/index.js';
import { imageWith, removalOf, type ImageItem, type Removal, type State } from '../state/model.js';
import type { Context } from './context.js';
import { IMAGE_TYPE } from './stage.js';

/** @param useModel what a model's file among the pictures is given to */
export function mountLibrary(context: Context, useModel: (file: File) => void): void {
  const { store, addFiles } = context;
  const input = byId<HTMLInputElement>('file');
  const add = (files: File[], at?: Point): void => {
    const model = files.find(isModelFile);
    if (model) useModel(model);
    const pictures = files.filter((file) => !isModelFile(file));
    if (pictures.length > 0) void addFiles(pictures.map((file) => ({ file })), at);
  };
  input.addEventListener('change', () => {
    add([...(input.files ?? [])]);
    input.value = ''; // so that the same file may be chosen again
  });
  const addAt = async (addresses: readonly string[], at?: Point): Promise<void> => {
    for (const address of addresses) {
      store.dispatch({ type: 'said', text: 'Fetching the picture…' });
      try {
        add([await pictureAt(address)], at);
      } catch (thrown) {
        store.dispatch({ type: 'said', text: thrown instanceof Error ? thrown.message : String(thrown), tone: 'error' });
      }
    }
  };
  acceptDrops(add, addAt, (event) => placeOf(context, event));
  byId('samples').append(
    ...samples.map((sample) => sampleButton(sample, () => void useSample(context, sample))),
  );
  byId('start-choose').addEventListener('click', () => input.click());
  byId('start-sample').addEventListener('click', () => void useSample(context, samples[0]!));
  byId('remove-all').addEventListener('click', () => void removeAll(context));

  const rows = new Map<string, ImageRow>();
  store.subscribe(
    onChange(
      (state) => [state.document.images, state.work, state.imageId],
      (state) => {
        // What the page has drawn is changed where it lies, among the layers.
        const images = state.document.images.filter(({ drawn }) => !drawn);
        byId('library-head').hidden = images.length === 0;
        byId('remove-all').hidden = removable(context, state).length < 2;
        for (const [id, row] of rows) {
          if (images.some((image) => image.id === id)) continue;
          row.element.remove();
          rows.delete(id);
        }
        for (const image of images) {
          const row = rows.get(image.id) ?? new ImageRow(context, image.id);
          if (!rows.has(image.id)) byId('images').append(row.element);
          rows.set(image.id, row);
          row.show(image, removalOf(state, image), image.id === state.imageId);
        }
      },
    ),
  );
}

async function useSample({ addFiles }: Context, sample: Sample): Promise<void> {
  await addFiles([{ file: await sampleFile(sample), assetType: sample.assetType }]);
}

/** Images whose type has its background removed by default and that have not been cut out yet. */
function removable({ kit }: Context, state: State): ImageItem[] {
  return state.document.images.filter(
    (image) =>
      !image.cutout &&
      removalOf(state, image).step !== 'running' &&
      kit.contract.backgroundRemoval(image.assetType).default,
  );
}

async function removeAll(context: Context): Promise<void> {
  const { store, removal } = context;
  const ids = removable(context, store.state).map(({ id }) => id);
  for (const id of ids) await removal.remove(id);
  const done = ids.filter((id) => imageWith(store.state, id)?.cutout).length;
  store.dispatch({ type: 'said', text: `${done} of ${ids.length} pictures cut out.` });
}

function sampleButton(sample: Sample, use: () => void): HTMLLIElement {
  const canvas = h('canvas', { width: 160, height: 160, 'aria-hidden': 'true' });
  sampleThumbnail(sample, canvas);
  const button = h(
    'button',
    { type: 'button', 'aria-label': `Use the sample: ${sample.name}` },
    canvas,
    h('span', {}, sample.name),
  );
  button.addEventListener('click', use);
  return h('li', {}, button);
}

/** Where on the canvas something is dropped, in its pixels; none: it falls elsewhere. */
function placeOf({ store, zoom }: Context, event: DragEvent): Point | undefined {
  const isOver = event.target instanceof Element && byId('composition').contains(event.target);
  return isOver && store.state.view === 'canvas' ? zoom.toCanvas(event) : undefined;
}

/** What may hold pictures: files, and what pages and address bars give. */
const DROPPED = ['Files', 'text/uri-list', 'text/html'];

/** Files may be dropped anywhere on the page, and pasted; so may pictures of other pages and their addresses. */
function acceptDrops(
  add: (files: File[], at?: Point) => void,
  addAt: (addresses: readonly string[], at?: Point) => Promise<void>,
  placeOf: (event: DragEvent) => Point | undefined,
): void {
  let depth = 0; // of nested dragenter/dragleave pairs
  const show = (): void => void document.body.classList.toggle('dropping', depth > 0);
  const hasFiles = (event: DragEvent): boolean => !isTyping(event.target) && DROPPED.some((type) => event.dataTransfer?.types.includes(type));
  addEventListener('dragenter', (event) => {
    if (!hasFiles(event)) return;
    depth++;
    show();
  });
  addEventListener('dragleave', (event) => {
    if (!hasFiles(event)) return;
    depth = Math.max(0, depth - 1);
    show();
  });
  addEventListener('dragover', (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  const isOver = (): void => {
    depth = 0;
    show();
  };
  // On the way down: who takes a drop for himself stops it on the way up.
  addEventListener('drop', isOver, true);
  addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    take(event.dataTransfer!, placeOf(event));
  });
  addEventListener('paste', (event) => {
    if (event.clipboardData && !isTyping(event.target) && take(event.clipboardData)) event.preventDefault();
  });
  /** Files are the pictures themselves: their address is not asked for. */
  function take(data: DataTransfer, at?: Point): boolean {
    const files = [...data.files];
    const addresses = files.length > 0 ? [] : pictureAddresses(data);
    if (files.length > 0) add(files, at);
    else void addAt(addresses, at);
    return files.length + addresses.length > 0;
  }
}

class ImageRow {
  readonly element: HTMLLIElement;
  readonly #canvas = h('canvas', { width: 96, height: 96, class: 'checks', 'aria-hidden': 'true' });
  readonly #name = h('span', { class: 'name' });
  readonly #note = h('span', { class: 'note' });
  readonly #choose: HTMLButtonElement;
  readonly #drop: HTMLButtonElement;
  #shown: unknown;

  constructor(
    private readonly context: Context,
    id: string,
  ) {
    const { store, removal } = context;
    this.#choose = h(
      'button',
      { type: 'button', class: 'choose' },
      this.#canvas,
      h('span', { class: 'about' }, this.#name, this.#note),
    );
    this.#choose.addEventListener('click', () => {
      store.dispatch({ type: 'imageChosen', id });
      store.dispatch({ type: 'viewChosen', view: 'cutout' });
    });
    this.#choose.draggable = true;
    this.#choose.addEventListener('dragstart', (event) => event.dataTransfer?.setData(IMAGE_TYPE, id));
    this.#drop = h('button', { type: 'button', class: 'quiet drop-image' }, icon('close'));
    this.#drop.addEventListener('click', () => {
      removal.cancel(id);
      store.dispatch({ type: 'imageRemoved', id });
      store.dispatch({ type: 'said', text: 'Image and its layers taken out. Undo brings them back.' });
      byId('file').focus();
    });
    this.element = h('li', { class: 'image' }, this.#choose, this.#drop);
  }

  show(image: ImageItem, removal: Removal, chosen: boolean): void {
    this.element.classList.toggle('chosen', chosen);
    this.#choose.setAttribute('aria-pressed', String(chosen));
    this.#name.textContent = image.displayName || image.fileName;
    this.#note.textContent = note(image, removal);
    this.#note.classList.toggle('bad', removal.step === 'failed' && !image.cutout);
    this.#drop.setAttribute('aria-label', `Take ${image.displayName || image.fileName} out`);
    const pixels = shownImage(this.context.pictures, image);
    if (pixels && pixels !== this.#shown) drawThumbnail(this.#canvas, pixels);
    this.#shown = pixels;
  }
}

function note({ width, height, useCutout, cutout }: ImageItem, removal: Removal): string {
  if (removal.step === 'running') return `Cutting out… ${Math.round(removal.fraction * 100)} %`;
  if (removal.step === 'failed' && !cutout) return 'Could not be cut out';
  return `${width} × ${height}${useCutout ? ' · cut out' : ''}`;
}
