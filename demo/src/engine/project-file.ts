// A project as one JSON file: what `media-wasm preview` draws, and beside it, under `studio`, what the page needs to go on.
import type { CoreKit } from '@aurastream/media-wasm';
import { imageOf, inOrder, initialState, type State } from '../state/model.js';
import type { Project, Session, StoredPicture } from './database.js';
import { pixelsKit } from './pixels-kit.js';
import { newProjectId } from './projects.js';
import { sceneOf } from './request.js';

interface ProjectFile {
  canvas: { width: number; height: number };
  background: string;
  placements: unknown[];
  /** Data URLs by asset id: PNG, JPEG, GIF or BMP. */
  images: Record<string, string>;
  studio: { version: 1; name: string; session: Session; pictures: { id: string; file: string; cutouts: Record<string, string> }[] };
}

const VERSION = 1;
/** A file may come from anywhere. */
const MOST_BYTES = 512 * 2 ** 20;
/** What the kit decodes by itself, in Node as well. */
const PLAIN = ['image/png', 'image/jpeg', 'image/gif', 'image/bmp'];

export async function toProjectFile(
  { kit }: { kit: CoreKit },
  { project, pictures }: { project: Project; pictures: readonly StoredPicture[] },
): Promise<Blob> {
  const state: State = { ...initialState, ...project.session };
  const images: Record<string, string> = {};
  for (const layer of inOrder(state.document.layers)) {
    const image = imageOf(state, layer);
    const picture = pictures.find(({ id }) => id === image?.id);
    if (!image || !picture || images[image.id]) continue;
    const cutout = image.useCutout && image.cutout ? picture.cutouts[image.cutout.id] : undefined;
    images[image.id] = await dataUrl(cutout && image.cutout?.frame ? await trimmed(cutout) : await plain(cutout ?? picture.file));
  }
  const kept = await Promise.all(
    pictures.map(async ({ id, file, cutouts }) => ({
      id,
      file: await dataUrl(file),
      cutouts: Object.fromEntries(await Promise.all(Object.entries(cutouts).map(async ([key, png]) => [key, await dataUrl(png)] as const))),
    })),
  );
  const content: ProjectFile = {
    ...sceneOf(kit, state),
    images,
    studio: { version: VERSION, name: project.name, session: project.session, pictures: kept },
  };
  return new Blob([JSON.stringify(content)], { type: 'application/json' });
}

/** @throws Error with a sentence for the person */
export async function fromProjectFile(kit: CoreKit, file: Blob): Promise<{ project: Project; pictures: StoredPicture[] }> {
  if (file.size > MOST_BYTES) throw new Error('It is too large.');
  const { studio } = parsed(await file.text());
  if (studio?.version !== VERSION || !isSession(kit, studio.session) || !Array.isArray(studio.pictures)) throw new Error('It is not a project of this page.');
  const id = newProjectId();
  const pictures = await Promise.all(
    studio.pictures.map(async (picture) => ({
      project: id,
      id: String(picture.id),
      file: await blobOf(picture.file),
      cutouts: Object.fromEntries(await Promise.all(Object.entries(picture.cutouts ?? {}).map(async ([key, png]) => [key, await blobOf(png)] as const))),
    })),
  );
  return { project: { id, name: String(studio.name).slice(0, 80), changed: Date.now(), session: studio.session }, pictures };
}

function parsed(text: string): Partial<ProjectFile> {
  try {
    return (JSON.parse(text) as Partial<ProjectFile> | null) ?? {};
  } catch {
    throw new Error('It is not a project of this page.');
  }
}

/** The parts that the page walks through, and placements that the contract's rules accept. */
function isSession(kit: CoreKit, session: Partial<Session> | undefined): session is Session {
  const { images, layers, canvas, backdrop } = session?.document ?? {};
  const lists = [images, layers, session?.past, session?.future];
  if (!lists.every(Array.isArray) || typeof canvas !== 'string' || typeof backdrop !== 'string') return false;
  const named = [...images!, ...layers!].every((item) => typeof item?.id === 'string');
  try {
    sceneOf(kit, { ...initialState, ...session });
  } catch {
    return false;
  }
  return named && layers!.every(({ x, y, width, height, rotation, opacity, zIndex }) => [x, y, width, height, rotation, opacity, zIndex].every(Number.isFinite));
}

/** As layers show it. */
async function trimmed(cutout: Blob): Promise<Blob> {
  const kit = await pixelsKit();
  const png = kit.image.encodePng(kit.cutout.trim(kit.image.decode(new Uint8Array(await cutout.arrayBuffer()))));
  return new Blob([png], { type: 'image/png' });
}

/** As it is where every reader of the file can decode it; else as PNG. */
async function plain(file: Blob): Promise<Blob> {
  const kit = await pixelsKit();
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { mime } = kit.image.probe(bytes);
  if (PLAIN.includes(mime)) return new Blob([bytes], { type: mime });
  return new Blob([kit.image.encodePng(await kit.image.decodeAsync(bytes))], { type: 'image/png' });
}

const dataUrl = (file: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('A picture could not be read.')));
    reader.readAsDataURL(file);
  });

/** Not by fetch(): the page's policy lets it ask its own server only. */
async function blobOf(url: unknown): Promise<Blob> {
  const [, type, text] = /^data:([^;,]*);base64,(.*)$/s.exec(String(url)) ?? [];
  if (text === undefined) throw new Error('A picture in it is damaged.');
  try {
    return new Blob([Uint8Array.from(atob(text), (character) => character.charCodeAt(0))], { type: type || 'application/octet-stream' });
  } catch {
    throw new Error('A picture in it is damaged.');
  }
}
