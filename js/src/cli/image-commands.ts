// Commands about pictures: what a file is, other sizes, other formats, what platforms take.
import path from 'node:path';
import { toMediaError } from '../errors.js';
import type { ImageInfo, ExportPresetName, MediaImage, MediaKit, ResizeFilter } from '../index.js';
import { runTasks } from './batch.js';
import { command, withKit, writing } from './command.js';
import { extensionOf, formatOf, formatOption, type Format } from './formats.js';
import { expandInputs, many, overwriting, planTasks, refuseClashes, type Task } from './inputs.js';
import { readInput } from './io.js';
import { flag, number, text, UsageError } from './options.js';
import { findTarget, makeFolder, writeTarget, type Target } from './output.js';
import type { Failure } from './report.js';

export const probe = command({
  args: '[IMAGE …]',
  summary: 'type, size, orientation, … of images, told from their bytes',
  notes: 'Several images, folders and patterns give a list. Without one standard input is read.',
  count: [0, Infinity],
  options: { recursive: many.recursive },
  async run(names, { recursive }, report) {
    return withKit(async (kit) => {
      const inputs = names.length === 0 ? [{ file: '-' }] : await expandInputs(names, { recursive });
      const several = inputs.length > 1 || (names.length > 0 && inputs[0]!.file !== names[0]);
      if (!several) {
        report.print(kit.image.probe(await readInput(inputs[0]!.file)));
        return undefined;
      }
      const found: (ImageInfo & { file: string })[] = [];
      const failures: Failure[] = [];
      for (const { file } of inputs) {
        try {
          found.push({ file, ...kit.image.probe(await readInput(file)) });
        } catch (thrown) {
          const { code, message } = toMediaError(thrown, 'internal_error');
          failures.push({ input: file, code, message });
        }
      }
      report.print(found);
      return failures.length > 0 ? { code: 'refused', message: `${failures.length} of ${inputs.length} failed.`, failures } : undefined;
    });
  },
});

/** How a picture is written. */
export const encoding = {
  ...formatOption,
  quality: number('N', 'of a JPEG, 1 to 100 (default 90)'),
  small: flag('a smaller PNG, in several times the time'),
};

interface Encoding {
  format?: Format | undefined;
  quality?: number | undefined;
  small?: boolean | undefined;
  background?: string | undefined;
}

/** A file of a picture. @throws MediaError `invalid_argument` */
export function encodePicture(kit: MediaKit, picture: MediaImage, format: Format, { quality, small, background }: Encoding): Uint8Array {
  return format === 'png' ? kit.image.encodePng(picture, { small }) : kit.image.encodeJpeg(picture, { quality, background });
}

const backdrop = { background: text('COLOUR', "what shows in a JPEG where the picture is transparent (default '#ffffff')") };

/** The name of a result in a folder: the input's, ending as its format wants. */
export function renamed(relative: string, format: Format): string {
  const { dir, name, ext } = path.parse(relative);
  const isSame = ext !== '' && ['.png', '.jpg', '.jpeg', '.jpe'].includes(ext.toLowerCase()) && formatOf(relative) === format;
  return path.join(dir, name + (isSame ? ext : extensionOf[format]));
}

export const resize = command({
  args: 'IN OUT | IN … --out DIR',
  summary: 'pictures in another size, as PNG or JPEG',
  notes: `With one side the other follows. With both the picture fits inside, in its proportions, unless --stretch.
With --out a JPEG stays one, anything else becomes a PNG.

  media-wasm resize photo.jpg small.jpg --width 1024
  media-wasm resize 'photos/*.jpg' --out thumbnails --width 320 --height 180`,
  count: [1, Infinity],
  options: {
    width: number('PIXELS', 'the width, at most'),
    height: number('PIXELS', 'the height, at most'),
    stretch: flag('exactly the width and the height, whatever the proportions'),
    filter: text<ResizeFilter>('FILTER', 'lanczos3 (default), bicubic, bilinear, box or nearest'),
    ...encoding,
    ...backdrop,
    ...many,
    ...writing,
  },
  async run(names, { width, height, stretch, filter, force, ...options }, report) {
    if (width === undefined && height === undefined) throw new UsageError('--width or --height is needed.');
    if (stretch && (width === undefined || height === undefined)) throw new UsageError('--stretch needs --width and --height.');
    return convert(names, options, { force, keepsJpeg: true }, report, (kit, picture) => {
      const [toWidth, toHeight] = stretch ? [width!, height!] : fitInside(picture, width, height);
      return kit.image.resize(picture, toWidth, toHeight, filter);
    });
  },
});

/** The size within both sides that has the picture's proportions, of one pixel at least. */
function fitInside(picture: { width: number; height: number }, width = Infinity, height = Infinity): [width: number, height: number] {
  const scale = Math.min(width / picture.width, height / picture.height);
  const side = (length: number, limit: number): number => (length * scale === limit ? limit : Math.max(1, Math.min(Math.round(length * scale), limit)));
  return [side(picture.width, width), side(picture.height, height)];
}

export const encode = command({
  args: 'IN OUT | IN … --out DIR',
  summary: 'pictures as PNG or JPEG, upright and without metadata',
  notes: `The name of the output decides the format; with --out it is --format (default png).

  media-wasm encode drawing.bmp drawing.png --small
  media-wasm encode photo.png photo.jpg --max-bytes 200000`,
  count: [1, Infinity],
  options: {
    ...encoding,
    maxBytes: number('BYTES', 'the best file within so many bytes: a JPEG of less quality, a PNG of fewer colours'),
    ...backdrop,
    ...many,
    ...writing,
  },
  async run(names, { maxBytes, force, ...options }, report) {
    if (maxBytes !== undefined && (options.quality !== undefined || options.small)) throw new UsageError('--max-bytes decides by itself: without --quality and --small.');
    return convert(names, options, { force, maxBytes }, report, (_, picture) => picture);
  },
});

type Sizing = (kit: MediaKit, picture: MediaImage) => MediaImage;

async function convert(
  names: readonly string[],
  { out, recursive, ...how }: Encoding & { out?: string; recursive?: boolean },
  { force, keepsJpeg = false, maxBytes }: { force?: boolean | undefined; keepsJpeg?: boolean; maxBytes?: number | undefined },
  report: Parameters<typeof runTasks>[2],
  change: Sizing,
) {
  const formatIn = (relative: string): Format => how.format ?? (keepsJpeg && /\.jpe?g?$/i.test(relative) ? 'jpeg' : 'png');
  if (how.format !== undefined) formatOf('-', how.format);
  const tasks = await planTasks(names, { out, recursive }, (relative) => renamed(relative, formatIn(relative)));
  return withKit((kit) =>
    runTasks(tasks, out !== undefined, report, async (task) => {
      const format = formatOf(task.output, how.format);
      const target = await findTarget(task.output, overwriting(task, force));
      const picture = change(kit, kit.image.decode(await readInput(task.input)));
      const { width, height } = picture;
      const file = maxBytes === undefined
        ? { bytes: encodePicture(kit, picture, format, how) }
        : kit.image.encodeWithin(picture, { type: `image/${format}`, maxBytes, background: how.background });
      await writeTarget(target, file.bytes);
      const { bytes, ...rest } = file;
      return { value: { ...rest, mime: `image/${format}`, width, height, bytes: bytes.length }, words: `${width} x ${height}, ${bytes.length} bytes` };
    }),
  );
}

export const presets = command({
  args: '',
  summary: 'the platforms that export knows: file types, sizes and limits',
  count: [0, 0],
  async run(_, __, report) {
    await withKit((kit) => report.print(kit.image.exportPresets));
  },
});

interface ExportTask extends Task {
  /** The files that it makes, one a size. */
  files: string[];
}

export const exportFor = command({
  args: 'PRESET IN … --out DIR',
  summary: 'the files that a platform takes, in its sizes and within its limit, e.g. for twitch_emote',
  notes: `"media-wasm presets" tells what there is. The picture is made as large as fits,
centred on transparent. Here frog-112x112.png, frog-56x56.png and frog-28x28.png:

  media-wasm export twitch_emote frog.png --out emotes`,
  count: [2, Infinity],
  options: { background: text('COLOUR', "behind a JPEG's picture (default '#ffffff')"), ...many, ...writing },
  async run([name, ...names], { background, out, recursive, force }, report) {
    if (out === undefined) throw new UsageError('--out DIR is needed: a platform may take several files.');
    if (names.includes('-')) throw new UsageError('Standard input has no name for its results: name a file.');
    const preset = name as ExportPresetName;
    return withKit(async (kit) => {
      const known = kit.image.exportPresets;
      if (!Object.hasOwn(known, preset)) throw new UsageError(`There is no preset "${name}", only ${Object.keys(known).join(', ')}.`);
      const { mime, sizes } = known[preset];
      const ending = extensionOf[mime === 'image/png' ? 'png' : 'jpeg'];
      const tasks = (await expandInputs(names, { recursive, without: out })).map(({ file, relative }): ExportTask => {
        const { dir, name: stem } = path.parse(relative);
        return { input: file, output: path.join(out, dir), files: sizes.map(([width, height]) => path.join(out, dir, `${stem}-${width}x${height}${ending}`)) };
      });
      refuseClashes(tasks.flatMap(({ input, files }) => files.map((output) => ({ input, output }))));
      await makeFolder(out);
      const several = tasks.length > 1 || tasks[0]!.input !== names[0];
      return runTasks(tasks, several, report, async ({ input, files }) => {
        const targets: Target[] = [];
        for (const file of files) {
          await makeFolder(path.dirname(file));
          targets.push(await findTarget(file, { force, inputs: [input] }));
        }
        const made = kit.image.exportFor(preset, kit.image.decode(await readInput(input)), { background });
        for (const [i, { bytes }] of made.entries()) await writeTarget(targets[i]!, bytes);
        return { value: { files: made.map(({ bytes, ...file }, i) => ({ file: files[i], ...file, bytes: bytes.length })) }, words: `${made.length} files` };
      });
    });
  },
});
