// `preview`: a project's picture.
import path from 'node:path';
import { MediaError, toMediaError } from '../errors.js';
import type { ImageInput, MediaKit, PreviewOptions } from '../index.js';
import { command, withKit, writing } from './command.js';
import { formatOf, formatOption } from './formats.js';
import { encodePicture } from './image-commands.js';
import { object, readInput, readJson } from './io.js';
import { findTarget, writeTarget } from './output.js';

/** Decodes the images that a project names, by paths relative to its own folder. */
async function loadImages(kit: MediaKit, files: Record<string, unknown>, folder: string): Promise<Map<string, ImageInput>> {
  const images = new Map<string, ImageInput>();
  for (const [id, file] of Object.entries(files)) {
    if (typeof file !== 'string') throw new MediaError('invalid_argument', `images.${id} must be the path of a file.`);
    try {
      images.set(id, kit.image.decode(await readInput(path.resolve(folder, file))));
    } catch (thrown) {
      const { code, message } = toMediaError(thrown, 'internal_error');
      throw new MediaError(code, `images.${id} (${file}): ${message}`, { cause: thrown });
    }
  }
  return images;
}

export const preview = command({
  args: 'PROJECT.json OUT.png',
  summary: 'the picture of {"canvas", "background"?, "placements", "images": {"assetId": "path"}}',
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
