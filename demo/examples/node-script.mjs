// node demo/examples/node-script.mjs PHOTO [OUT]: cuts the subject out, puts it on a thumbnail, writes the picture and
// prints the request that would have the server make it.
import { readFile, writeFile } from 'node:fs/promises';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';

const [photo, out = 'thumbnail.png'] = process.argv.slice(2);
if (!photo) {
  console.error('node demo/examples/node-script.mjs PHOTO [OUT]');
  process.exit(2);
}
const kit = await createMediaKit();
const remover = await createBackgroundRemover();
try {
  const cut = await remover.remove(await readFile(photo));
  const hero = kit.cutout.trim(cut.image);
  const canvas = kit.placement.canvasSize('thumbnail');
  const placement = { assetId: 'hero', displayName: 'Hero', assetType: 'face', url: photo, ...kit.placement.defaultPlacement(0, canvas, hero) };
  const picture = kit.preview.render({ canvas, background: '#101828', placements: [placement], images: { hero } });
  await writeFile(out, kit.image.encodePng(picture));
  const request = kit.requests.generate({ assetType: 'thumbnail', customPrompt: 'A bright thumbnail', mediaAssetIds: ['hero'], mediaAssetPlacements: [placement] });
  console.log(request.ok ? `${request.method} ${request.path}\n${new TextDecoder().decode(request.body)}` : request.issues);
  if (cut.verdict === 'doubtful') console.error(`The cut-out is doubtful: ${cut.doubts.map(({ message }) => message).join(' ')}`);
} catch (error) {
  if (!(error instanceof MediaError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
} finally {
  remover.dispose();
  kit.dispose();
}
