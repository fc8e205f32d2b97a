// `preview`: a project's picture.
import path from 'node:path';
import { MediaError, toMediaError } from '../errors.js';
import type { ImageInput, MediaKit, PreviewOptions } from '../index.js';
import { command, withKit, writing } from './command.js';
import { formatOf, formatOption } from './formats.js';
import { encodePicture } from './image-commands.js';
import { object, readInput, readJson } from './io.js';
import { findTarget, writeTarget } from './output.js';

const DATA_URL = /^data:[^,]*;base64,/;

/** A file that a project names by a path relative to its own folder, or holds itself as a data URL. */
const readImage = (file: string, folder: string): Promise<Uint8Array> | Uint8Array =>
  DATA_URL.test(file) ? Buffer.from(file.slice(file.indexOf(',') + 1), 'base64') : readInput(path.resolve(folder, file));

const shortened = (file: string): string => (DATA_URL.test(file) ? file.slice(0, file.indexOf(',')) : file);

/** Decodes the images that a project names. */
async function loadImages(kit: MediaKit, files: Record<string, unknown>, folder: string): Promise<Map<string, ImageInput>> {
  const images = new Map<string, ImageInput>();
  for (const [id, file] of Object.entries(files)) {
    if (typeof file !== 'string') throw new MediaError('invalid_argument', `images.${id} must be the path of a file, or a data URL.`);
    try {
      images.set(id, kit.image.decode(await readImage(file, folder)));
    } catch (thrown) {
      const { code, message } = toMediaError(thrown, 'internal_error');
      throw new MediaError(code, `images.${id} (${shortened(file)}): ${message}`, { cause: thrown });
    }
  }
  return images;
}

export const preview = command({
  args: 'PROJECT.json OUT.png',
  summary: 'the picture of {"canvas", "background"?, "placements", "images": {"assetId": "path or data URL"}}',
  count: [2, 2],
  options: { ...formatOption, ...writing },
  async run([file, out], { format: asked, force }, report) {
    await withKit(async (kit) => {
      const format = formatOf(out!, asked);
      const target = await findTarget(out!, { force, inputs: [file!] });
      const project = object(await readJson(file), 'The project');
      const folder = file === '-' ? '.' : path.dirname(file!);
      const images = await loadImages(kit, object(project.images ?? {}, '"images"'), folder);
      const { missing, issues, ...picture } = kit.preview.render({ ...(project as unknown as PreviewOptions), images });
      for (const id of missing) report.note(`No image for asset ${JSON.stringify(id)}: a stand-in box is drawn.`);
      for (const issue of issues) report.note(`Not drawn: ${issue.loc.join('.')}: ${issue.message}`);
      await writeTarget(target, encodePicture(kit, picture, format, {}));
    });
  },
});
