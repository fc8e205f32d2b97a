// What the page has done, as the lines of a program that does the same with the package.
import type { CoreKit } from '@aurastream/media-wasm';
import { currentImage, imageOf, inOrder, type ImageItem, type State } from '../state/model.js';
import { sceneOf } from './request.js';

const KIT = "import { createMediaKit } from '@aurastream/media-wasm';";
const REMOVER = "import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';";

const variable = ({ id }: ImageItem): string => id.replace('-', '');
const bytesOf = (image: ImageItem): string => `${variable(image)}File`;

/** How an image comes to be what the page shows of it. */
const made = (image: ImageItem): string =>
  image.useCutout && image.cutout
    ? `const { image: ${variable(image)} } = await remover.remove(${bytesOf(image)}, { assetType: '${image.assetType}', output: 'image' });`
    : `const ${variable(image)} = kit.image.decode(${bytesOf(image)});`;

/** Of what is seen: the canvas, or the picture that is chosen. */
export function recipe(kit: CoreKit, state: State): string {
  const current = currentImage(state);
  const placed = inOrder(state.document.layers).flatMap((layer) => (layer.hidden ? [] : (imageOf(state, layer) ?? [])));
  const isCanvas = state.view === 'canvas';
  const images = isCanvas ? [...new Set(placed)] : current ? [current] : [];
  if (images.length === 0) return '// Add a picture: what is done with it will stand here.';
  const removes = images.some((image) => image.useCutout && image.cutout);
  const lines = [KIT, ...(removes ? [REMOVER] : []), ''];
  for (const image of images) lines.push(`// ${bytesOf(image)}: the bytes of ${image.fileName.replace(/[\r\n\u2028\u2029]/g, ' ')}`);
  lines.push('const kit = await createMediaKit();', ...(removes ? ['const remover = await createBackgroundRemover();'] : []), ...images.map(made));
  if (!isCanvas) return [...lines, `const png = kit.image.encodePng(${variable(images[0]!)});`].join('\n');
  const { canvas, background, placements } = sceneOf(kit, state);
  const named = images.map((image) => `'${image.id}': ${variable(image)}`).join(', ');
  const rows = placements.map((placement) => `    ${JSON.stringify(placement)},`);
  return [
    ...lines,
    'const picture = kit.preview.render({',
    `  canvas: ${JSON.stringify(canvas)}, background: '${background}', images: { ${named} },`,
    '  placements: [', ...rows, '  ],',
    '});',
    'const png = kit.image.encodePng(picture);',
  ].join('\n');
}
