// What leaves the page: the canvas as a PNG in one click, or as another format, a platform's files, a copy, a share.
import type { GenerationAssetType } from '@aurastream/media-wasm';
import { byId, download, h, icon, words } from '../dom.js';
import { exportCanvas, type Exported } from '../engine/exporting.js';
import type { Pixels } from '../engine/pixels.js';
import type { ExportFormat } from '../engine/pixels.worker.js';
import type { Context } from './context.js';
import { showRealSize } from './real-size.js';

const formats: readonly (readonly [ExportFormat, string])[] = [
  ['png', 'PNG, without loss'],
  ['jpeg', 'JPEG'],
  ['webp', 'WebP'],
];

/** Small pictures are wanted in all sizes that their platform takes. */
const usual: Readonly<Partial<Record<GenerationAssetType, ExportFormat>>> = { twitch_emote: 'twitch_emote', twitch_badge: 'twitch_badge' };

export function mountDownload({ kit, store, pictures }: Context, pixels: Pixels): void {
  const say = (text: string, tone: 'info' | 'error' = 'info'): void => store.dispatch({ type: 'said', text, tone });
  const failed = (what: string, thrown: unknown): void =>
    say(`${what} ${thrown instanceof Error ? thrown.message : String(thrown)}`, 'error');
  const made = (as: ExportFormat): Promise<Exported> => exportCanvas(kit, store.state, pictures, pixels, as);
  const save = ({ name, blob }: Exported): void => {
    download(blob, name);
    say(`${name} saved.`);
  };

  const main = byId<HTMLButtonElement>('download');
  const open = byId<HTMLButtonElement>('export-open');
  main.addEventListener('click', () => {
    made('png').then(save, (thrown: unknown) => failed('The picture could not be saved.', thrown));
  });

  const menu = byId('export');
  const choice = h(
    'select',
    { id: 'export-format' },
    h('optgroup', { label: 'This canvas as' }, ...formats.map(([value, label]) => h('option', { value }, label))),
  );
  /** The platforms, as soon as there is something for them: before, nobody needs the kit's pixels. */
  let platforms: Promise<void> | undefined;
  const addPlatforms = async (): Promise<void> => {
    const options = Object.entries(await pixels.presets()).map(([value, { sizes }]) =>
      h('option', { value }, `${words(value)} · ${sizes.map(([width, height]) => `${width} × ${height}`).join(', ')}`),
    );
    choice.append(h('optgroup', { label: 'For a platform' }, ...options));
  };
  store.subscribe(({ document: { layers } }) => {
    main.disabled = open.disabled = layers.length === 0;
    if (layers.length === 0) return;
    platforms ??= addPlatforms().catch(() => {
      platforms = undefined;
    });
  });
  const size = h('p', { class: 'hint', id: 'export-size', role: 'status' });
  const previews = h('div', { class: 'export-previews', id: 'export-previews' });
  const take = h('button', { type: 'button', class: 'primary', id: 'export-save', disabled: true }, icon('download'), 'Download');
  const copy = h('button', { type: 'button', id: 'export-copy' }, icon('copy'), 'Copy picture');
  const share = h('button', { type: 'button', id: 'export-share' }, 'Share…');
  menu.append(
    h('div', { class: 'field' }, h('label', { for: choice.id }, 'Download as'), choice),
    previews,
    size,
    h('div', { class: 'menu-actions' }, take, copy, share),
  );

  let current: Exported | undefined;
  /** The canvas that the choice was made for. */
  let last: GenerationAssetType | undefined;
  /** Made anew for each choice and each opening; the latest one counts. */
  let asked = 0;
  async function prepare(): Promise<void> {
    const mine = ++asked;
    current = undefined;
    take.disabled = share.disabled = true;
    size.textContent = 'Measuring…';
    const { canvas } = store.state.document;
    if (canvas !== last) {
      await platforms;
      if (mine !== asked) return;
      choice.value = usual[canvas] ?? 'png';
      last = canvas;
    }
    try {
      const ready = await made(choice.value as ExportFormat);
      if (mine !== asked) return;
      current = ready;
      take.disabled = false;
      const file = new File([ready.blob], ready.name, { type: ready.blob.type });
      share.hidden = !(typeof navigator.canShare === 'function' && navigator.canShare({ files: [file] }));
      share.disabled = false;
      const isFilled = ready.blob.type === 'image/jpeg' && store.state.document.backdrop === 'transparent';
      size.textContent = `${ready.name} · ${sized(ready.blob.size)}${isFilled ? ' · what is transparent becomes white' : ''}`;
      showRealSize(previews, ready);
    } catch (thrown) {
      if (mine !== asked) return;
      size.textContent = thrown instanceof Error ? thrown.message : String(thrown);
      showRealSize(previews, undefined);
    }
  }
  choice.addEventListener('change', () => {
    last = store.state.document.canvas;
    void prepare();
  });
  // Before it is seen, so that nothing of the last time can be taken.
  menu.addEventListener('beforetoggle', (event) => {
    if ((event as ToggleEvent).newState === 'open') return void prepare();
    asked++;
    current = undefined;
    showRealSize(previews, undefined);
  });
  take.addEventListener('click', () => {
    if (current) save(current);
  });
  copy.addEventListener('click', async () => {
    try {
      // A promise inside: some browsers allow copying only while the click is being answered.
      const png = made('png').then(({ blob }) => blob);
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
      say('The picture is copied.');
    } catch (thrown) {
      failed('The picture could not be copied.', thrown);
    }
  });
  share.addEventListener('click', () => {
    if (!current) return;
    const file = new File([current.blob], current.name, { type: current.blob.type });
    navigator.share({ files: [file] }).catch((thrown: unknown) => {
      if ((thrown as DOMException).name !== 'AbortError') failed('The picture could not be shared.', thrown);
    });
  });
}

const sized = (bytes: number): string => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`);
