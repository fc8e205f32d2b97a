// Places of a template: a picture fills one, and goes on filling it when it is cut out, until somebody moves it.
import type { Size } from '@aurastream/media-wasm';
import { cropped, croppedIn } from './crop.js';
import { frameOfImage, reframed } from './frames.js';
import type { ImageItem, Layer, PlaceBox } from './model.js';

/** A cut-out that its picture's lower edge cut off stands on the lower edge of what it is put into. */
export const isCutOff = ({ useCutout, cutout }: ImageItem): boolean =>
  useCutout && cutout?.frame !== undefined && cutout.frame.top + cutout.frame.height > 0.995;

/** Of a picture as layers show it, in its own pixels. */
function shownSize(image: ImageItem): Size {
  const { width, height } = frameOfImage(image);
  return { width: image.width * width, height: image.height * height };
}

/** As large as it fits. @param stands on the place's lower edge, however high it is */
export function fittedInto(place: PlaceBox, size: Size, stands: boolean, canvas: Size): PlaceBox {
  const scale = Math.min((place.width * canvas.width) / size.width, (place.height * canvas.height) / size.height);
  const [width, height] = [(size.width * scale) / canvas.width, (size.height * scale) / canvas.height];
  return { x: place.x, y: stands ? Math.min(100, place.y + (place.height - height) / 2) : place.y, width, height };
}

const imageInto = (place: PlaceBox, image: ImageItem, canvas: Size): PlaceBox => fittedInto(place, shownSize(image), isCutOff(image), canvas);

/** The layer with a picture in its place. */
export const filled = (layer: Layer, image: ImageItem, canvas: Size): Layer => {
  const { x, y, width, height } = layer;
  const into = { x, y, width, height };
  return { ...layer, ...imageInto(into, image, canvas), into, imageId: image.id, place: false, lockAspect: true };
};

const NEAR = 1e-6;

/** The layer of a picture that is shown in another way than before, as cut out: what is seen of it stays, or it fills its place again. */
export function reshown(given: Layer, before: ImageItem, after: ImageItem, canvas: Size): Layer {
  const [from, to] = [frameOfImage(before), frameOfImage(after)];
  const kept = given.crop && croppedIn(given, from, to, canvas);
  if (kept) return kept;
  const layer = given.crop ? cropped(given, { left: 0, top: 0, right: 0, bottom: 0 }, canvas) : given;
  const was = layer.into && imageInto(layer.into, before, canvas);
  const isFilling = was !== undefined && (['x', 'y', 'width', 'height'] as const).every((key) => Math.abs(layer[key] - was[key]) < NEAR);
  if (isFilling) return { ...layer, ...imageInto(layer.into!, after, canvas) };
  return reframed(layer, from, to, canvas);
}
