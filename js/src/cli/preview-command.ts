// `preview`: a project's picture.
import path from 'node:path';
import { MediaError } from '../errors.js';
import type { ImageInput, MediaKit, PreviewOptions } from '../index.js';
import { command, withKit, writing } from './command.js';
import { object, readInput, readJson, writeOutput } from './io.js';

/** Decodes the images that a project names, by paths relative to its own folder. */
async function loadImages(kit: MediaKit, files: Record<string, unknown>, folder: string): Promise<Map<string, ImageInput>> {
  const images = new Map<string, ImageInput>();
  for (const [id, file] of Object.entries(files)) {
    if (typeof file !== 'string') throw new MediaError('invalid_argument', `images.${id} must be the path of a file.`);
    images.set(id, kit.image.decode(await readInput(path.resolve(folder, file))));
  }
  return images;
}

export const preview = command({
  args: 'PROJECT.json OUT.png',
  summary: 'the picture of {"canvas", "background"?, "placements", "images": {"assetId": "path"}}',
  count: [2, 2],
  options: writing,
  async run([file, out], _, report) {
    await withKit(async (kit) => {
      const project = object(await readJson(file), 'The project');
      const folder = file === '-' ? '.' : path.dirname(file!);
      const images = await loadImages(kit, object(project.images ?? {}, '"images"'), folder);
      const { missing, issues, ...picture } = kit.preview.render({ ...(project as unknown as PreviewOptions), images });
      for (const id of missing) report.note(`No image for asset ${JSON.stringify(id)}: a stand-in box is drawn.`);
      for (const issue of issues) report.note(`Not drawn: ${issue.loc.join('.')}: ${issue.message}`);
      await writeOutput(out!, kit.image.encodePng(picture));
    });
  },
});
