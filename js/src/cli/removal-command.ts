// `remove-background`.
import type { BackgroundRemover, CutoutInfo, Device, MediaAssetType, ModelId, RemovalInput, RemovalMode, RemovalProgress } from '../background-removal/index.js';
import { MediaError } from '../errors.js';
import type { MediaImage, MediaKit } from '../index.js';
import { runTasks } from './batch.js';
import { cutByHand, isByHand, marks, maskByHand } from './by-hand.js';
import { command, withKit, writing } from './command.js';
import { formatOf, type Format } from './formats.js';
import { encodePicture, encoding, renamed } from './image-commands.js';
import { many, overwriting, planTasks } from './inputs.js';
import { readInput } from './io.js';
import { flag, number, several, text, toggle, UsageError, type Values } from './options.js';
import { findTarget, writeTarget } from './output.js';

/** Options of remove(), under its names. */
const removal = {
  mode: text<RemovalMode>('MODE', 'model: the network finds the subject; flat: a background of one colour, a gradient or a checkerboard; chroma: a green or blue screen; auto (default): flat, chroma, else the network'),
  refine: toggle("move the mask's edges to those of the picture (on by default)"),
  unmix: toggle('free half-transparent colours of the old background (on by default)'),
  holes: text<'remove' | 'keep' | 'auto'>('WHAT', 'remove or keep what the subject encloses, on flat backgrounds; auto keeps what looks like paint'),
  shadow: text<'keep' | 'remove'>('WHAT', 'keep (the default) or remove a soft shadow or glow, on flat backgrounds'),
  threshold: number('N', '0 to 1: a hard mask, subject from this value on'),
  feather: number('PIXELS', 'soften the edges over so many pixels'),
  allowEmpty: flag('a result even where nothing, or everything, is subject'),
};

/** Options of createBackgroundRemover(), under its names. */
const remover = {
  device: text<'auto' | Device>('DEVICE', 'auto, wasm or webgpu'),
  threads: number('N', 'threads of the CPU, 1 to 16'),
};

const options = {
  type: text<MediaAssetType>('ASSET_TYPE', 'what the picture is to be, e.g. logo: decides the model, and types that keep their background keep it'),
  ...removal,
  trim: text('PADDING', 'cut down to the subject with so many pixels around it, e.g. 0'),
  background: text('COLOUR|IMAGE', 'put the cut-out on a colour or on a picture'),
  mask: flag('write the mask instead: white is subject'),
  model: several(text<ModelId>('ID|FILE', 'selfie (people), anything (both are shipped, and both the default), a known ID, or an ONNX file')),
  modelFile: text('FILE', 'the file of the known model'),
  models: text('DIR', 'a folder of known models, each ID.onnx (see fetch-model)'),
  ...remover,
  strict: flag('refuse a doubtful result: nothing is written'),
  ...marks,
  ...encoding,
  ...many,
  ...writing,
};

export const removeBackground = command({
  args: 'IN OUT | IN … --out DIR',
  summary: 'cut the subject of pictures out',
  notes: `OUT is a PNG; a JPEG with --background or --mask, since it has no transparency.
"-" is standard input or output.

  media-wasm remove-background photo.jpg cut-out.png
  media-wasm remove-background logo.png - --type logo | …
  media-wasm remove-background 'photos/*.jpg' portraits --out cut-outs --trim 0

A doubtful result is written and said to be one. With marks there is no model, unless
--model or --mode model is given: then they correct its mask. A stroke goes through
all points that follow; the option again begins another:

  media-wasm remove-background bike.jpg bike.png --box 80,60,500,400 --remove 300,250 340,260`,
  count: [1, Infinity],
  options,
  async run(names, given, report) {
    const { out, recursive, force, format } = given;
    if (given.trim !== undefined && !/^\d+$/.test(given.trim)) throw new UsageError(`--trim takes whole pixels, not "${given.trim}".`);
    if (format !== undefined) formatOf('-', format);
    const tasks = await planTasks(names, { out, recursive }, (relative) => renamed(relative, format ?? 'png'));
    const byHand = isByHand(given);
    if (byHand && tasks.length > 1) throw new UsageError('--box, --keep and --remove are about one picture.');
    const settings = await removeOptions(given);
    // What is wrong with the outputs is said before a network is loaded.
    for (const { output } of tasks) refuseTransparentJpeg(output, given);
    const targets = out === undefined ? new Map([[tasks[0]!, await findTarget(tasks[0]!.output, overwriting(tasks[0]!, force))]]) : new Map();
    const { createBackgroundRemover } = await import('../background-removal/index.js');
    const cutter = await createBackgroundRemover({ ...modelOptions(given), ...pick(given, remover) });
    try {
      return await withKit((kit) =>
        runTasks(tasks, out !== undefined, report, async (task, progress) => {
          const target = targets.get(task) ?? (await findTarget(task.output, overwriting(task, force)));
          const image = await readInput(task.input);
          const onProgress = report.showsProgress ? ({ phase, fraction }: { phase: string; fraction: number }) => progress(fraction, phase) : undefined;
          const format = formatOf(task.output, given.format);
          const { bytes, ...info } = byHand
            ? await markedCut(kit, cutter, image, format, settings, given)
            : await wholeCut(kit, cutter, image, format, { ...settings, onProgress }, given);
          if (given.strict && info.verdict === 'doubtful') throw new MediaError('doubtful', `The result is doubtful and --strict refuses it. ${doubtsOf(info)}`);
          await writeTarget(target, bytes);
          return { value: { ...info, bytes: bytes.length }, words: wayOf(info), notes: notesOn(info, given.type) };
        }),
      );
    } finally {
      cutter.dispose();
    }
  },
});

type Given = Values<typeof options>;

/** Those of the given options that a table names. */
function pick<T extends Record<string, unknown>, Key extends string>(given: T, table: Record<Key, unknown>): Pick<T, Key & keyof T> {
  return Object.fromEntries(Object.keys(table).flatMap((key) => (given[key] === undefined ? [] : [[key, given[key]]]))) as Pick<T, Key & keyof T>;
}

function modelOptions({ model = [], modelFile, models }: Given) {
  if (models !== undefined && modelFile !== undefined) throw new MediaError('invalid_argument', '--models and --model-file exclude each other.');
  const modelUrl = models === undefined ? modelFile : models.replace(/[/\\]*$/, '/');
  return { modelUrl, model: model.length > 1 ? model : model[0] };
}

async function removeOptions(given: Given) {
  const { type, trim, background } = given;
  return {
    ...pick(given, removal),
    assetType: type,
    trim: trim === undefined ? undefined : Number(trim),
    background: background === undefined || background.startsWith('#') ? background : ((await readInput(background)) as Exclude<RemovalInput, string>),
  };
}

type Settings = Awaited<ReturnType<typeof removeOptions>> & { onProgress?: ((progress: RemovalProgress) => void) | undefined };
type Told = Partial<CutoutInfo> & Pick<CutoutInfo, 'width' | 'height'> & { bytes: Uint8Array };

/** A removal by the remover alone, as a file. */
async function wholeCut(kit: MediaKit, cutter: BackgroundRemover, image: Uint8Array, format: Format, settings: Settings, given: Given): Promise<Told> {
  if (given.mask) {
    const { mask, ...info } = await cutter.remove(image, { ...settings, output: 'mask' });
    return { ...info, bytes: encodePicture(kit, asPicture(mask), format, given) };
  }
  if (format === 'png' && !given.small) {
    const { png, ...info } = await cutter.remove(image, { ...settings, output: 'png' });
    return { ...info, bytes: png };
  }
  const { image: picture, ...info } = await cutter.remove(image, { ...settings, output: 'image' });
  return { ...info, bytes: encodePicture(kit, picture, format, { ...given, background: undefined }) };
}

/** What the marks cut out, on the mask of a model where one is asked for. */
async function markedCut(kit: MediaKit, cutter: BackgroundRemover, image: Uint8Array, format: Format, settings: Settings, given: Given): Promise<Told> {
  const picture = kit.image.decode(image);
  const { assetType, mode, holes, shadow } = settings;
  const start = given.model || mode ? (await cutter.remove(picture, { assetType, mode, holes, shadow, allowEmpty: true, output: 'mask' })).mask : undefined;
  const { background } = settings;
  const backdrop = background instanceof Uint8Array ? kit.image.decode(background) : (background as string | undefined);
  const cut = cutByHand(kit, picture, maskByHand(kit, picture, start, given), { ...settings, background: backdrop });
  const shown = given.mask ? asPicture(cut.mask) : cut.picture;
  const { width, height } = shown;
  return { width, height, x: cut.x, y: cut.y, coverage: cut.coverage, bytes: encodePicture(kit, shown, format, { ...given, background: undefined }) };
}

/** A cut-out in a JPEG would have its background again, as black or white. @throws MediaError */
function refuseTransparentJpeg(output: string, { format, background, mask }: Given): void {
  if (formatOf(output, format) === 'jpeg' && background === undefined && !mask)
    throw new MediaError('unsupported_format', `${output}: a JPEG has no transparency. Write a .png, or put the cut-out on a --background.`);
}

function asPicture({ width, height, data }: { width: number; height: number; data: ArrayLike<number> }): MediaImage {
  const pixels = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++) pixels.fill(data[i]!, 4 * i, 4 * i + 3);
  return { width, height, data: pixels };
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** How the subject was found, for people. */
function wayOf({ method, model, certainty = 0, verdict }: Partial<CutoutInfo>): string {
  if (method === undefined) return 'by hand';
  if (method === 'none') return 'as it was';
  return `${verdict === 'doubtful' ? 'DOUBTFUL, ' : ''}${method === 'model' && model ? `model ${model}` : method}, ${percent(certainty)} sure`;
}

const doubtsOf = ({ doubts = [] }: Partial<CutoutInfo>): string => doubts.map(({ message }) => message).join(' ');

const remedies: Readonly<Record<string, string>> = {
  general_model: 'a general model (media-wasm fetch-model u2netp models; then --models models --model selfie --model u2netp)',
  another_model: 'another model (--model)',
  select_by_hand: 'marks (--box, --keep, --remove)',
};

/** What a person should know of a result: only what is true of it. */
function notesOn(info: Partial<CutoutInfo>, type: string | undefined): string[] {
  const { method, reason, verdict, doubts = [], fallbacks = [] } = info;
  const notes = fallbacks.map(({ message }) => message);
  if (reason === 'never_removed') notes.unshift(`The background stays: that is the rule for ${type}.`);
  else if (reason === 'already_removed') notes.unshift('The background is transparent already: the picture stays as it is.');
  else if (method === 'none') notes.unshift('The picture stays as it is.');
  if (verdict === 'doubtful') {
    const tries = [...new Set(doubts.flatMap(({ tries }) => tries))].map((remedy) => remedies[remedy] ?? remedy);
    notes.push(`Doubtful: ${doubtsOf(info)} Look at it, and keep the original.${tries.length > 0 ? ` What may help: ${tries.join(', or ')}.` : ''}`);
  }
  return notes;
}
