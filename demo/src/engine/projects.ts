// The project that is open in this tab: found again after a reload or a crash, and saved as one goes.
import { onChange } from '../dom.js';
import { imageWith, type State } from '../state/model.js';
import type { Store } from '../state/store.js';
import { openDatabase, type Database, type Project, type Session, type StoredPicture } from './database.js';
import { openPicture } from './opening.js';
import type { Picture, Pictures } from './pictures.js';
import type { Pixels } from './pixels.js';

/** Where a tab notes which project it shows, for its own reload and for the next tab. */
const CURRENT = 'studio-project';
/** From a change to its being saved, ms: a crash loses no more. */
const SAVE_AFTER = 300;

export interface Projects {
  readonly name: string;
  /** The others, latest first. */
  others(): Promise<Project[]>;
  rename(name: string): void;
  /** Saves what is open; then the page starts again with another project, or a new one. */
  open(id?: string): Promise<void>;
  /** Ends when all of this moment is saved. */
  keep(): Promise<void>;
  remove(id: string): Promise<void>;
  /** Puts a project into the list, as one from a file. */
  add(project: Project, pictures: readonly StoredPicture[]): Promise<void>;
  /** What is open, as it would be saved. */
  snapshot(): Promise<{ project: Project; pictures: StoredPicture[] }>;
  /** Ids of its pictures, those too that only undo would bring back. */
  pictureIds(): string[];
}

const remembered = {
  get(): string | undefined {
    try {
      return sessionStorage.getItem(CURRENT) ?? localStorage.getItem(CURRENT) ?? undefined;
    } catch {
      return undefined; // storage is forbidden here
    }
  },
  set(id: string): void {
    try {
      sessionStorage.setItem(CURRENT, id);
      localStorage.setItem(CURRENT, id);
    } catch {
      // Storage is forbidden here: the page begins with a new project each time.
    }
  },
};

/** Projects have random ids: two tabs begin new ones at once. */
export const newProjectId = (): string => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');

const sessionOf = ({ document, past, future, imageId, view, endpoint, prompt, snapping }: State): Session => ({
  document, past, future, imageId, view, endpoint, prompt, snapping,
});

/** Ends when the project that was open last is open again, or a new one. */
export async function startProjects(store: Store, pictures: Pictures, pixels: Pixels): Promise<Projects> {
  const say = (text: string, tone: 'info' | 'error' = 'info'): void => store.dispatch({ type: 'said', text, tone });
  let database: Database | undefined;
  try {
    database = await openDatabase();
  } catch {
    say('This browser keeps nothing for this page: save your project as a file before you leave.', 'error');
  }
  const wanted = remembered.get();
  const found = wanted === undefined ? undefined : await database?.project(wanted).catch(() => undefined);
  const isMine = found === undefined || (await claimed(found.id));
  if (found && !isMine) say(`${found.name} is open in another tab: this is a new project.`);
  const opened = found && isMine ? found : undefined;
  const id = opened?.id ?? newProjectId();
  if (!opened) await claimed(id);
  remembered.set(id);
  let name = opened?.name ?? 'My project';
  /** Each picture as it was saved, by id. */
  const saved = new Map<string, string>();

  if (database && opened) {
    try {
      for (const stored of await database.pictures(id)) {
        saved.set(stored.id, versionOf(stored));
        if (isShown(opened.session, stored.id)) pictures.set(stored.id, await restored(pixels, stored));
      }
      store.dispatch({ type: 'sessionOpened', session: opened.session });
    } catch {
      say(`${name} could not be read: it may be damaged.`, 'error');
    }
  }

  const projectNow = (): Project => ({ id, name, changed: Date.now(), session: sessionOf(store.state) });
  /** Ids of pictures that are shown, or that undo or redo may bring back. */
  const used = ({ session: { document, past, future } }: Project): string[] => {
    const text = JSON.stringify([document, past, future]);
    return pictureIds().filter((key) => text.includes(`"${key}"`));
  };
  const pictureIds = (): string[] => [...new Set([...pictures.keys(), ...saved.keys()])];
  const filesOf = (key: string): StoredPicture => stored(id, key, pictures.get(key)!);
  const versionNow = (key: string): string => (pictures.has(key) ? versionOf(pictures.get(key)!) : saved.get(key)!);

  let failed = false;
  async function save(): Promise<void> {
    if (!database || isEmpty(store.state)) return;
    const project = projectNow();
    const kept = used(project);
    const versions = new Map(kept.map((key) => [key, versionNow(key)]));
    const changed = kept.filter((key) => saved.get(key) !== versions.get(key));
    const gone = pictureIds().filter((key) => !versions.has(key));
    try {
      await database.save(project, changed.map(filesOf), gone);
      for (const key of changed) saved.set(key, versions.get(key)!);
      for (const key of gone) saved.delete(key), pictures.delete(key);
      letSleep();
      failed = false;
    } catch {
      if (!failed) say('The project could not be saved: there may be no room left. Save it as a file.', 'error');
      failed = true;
    }
    document.documentElement.dataset.saved = String(!failed && unsaved === undefined);
  }

  /** What only undo would bring back is kept by the browser alone, and takes no memory. */
  function letSleep(): void {
    for (const key of pictures.keys()) {
      const isSafe = saved.get(key) === versionNow(key) && !store.state.work[key];
      if (isSafe && !isShown(store.state, key)) pictures.delete(key);
    }
  }
  const waking = new Set<string>();
  async function wake(key: string): Promise<void> {
    if (waking.has(key)) return;
    waking.add(key);
    try {
      const kept = await database?.picture(id, key);
      if (!kept) throw new Error('It is not kept.');
      pictures.set(key, await restored(pixels, kept));
      store.dispatch({ type: 'pictureArrived', id: key });
    } catch {
      say(`${imageWith(store.state, key)?.displayName ?? 'A picture'} could not be read again.`, 'error');
    } finally {
      waking.delete(key);
    }
  }
  store.subscribe(
    onChange(
      (state) => [state.document.images],
      ({ document: { images } }) => {
        for (const image of images) if (!pictures.has(image.id) && saved.has(image.id)) void wake(image.id);
      },
    ),
  );

  let unsaved: number | undefined;
  let saving: Promise<void> = Promise.resolve();
  const saveNow = (): Promise<void> => {
    clearTimeout(unsaved);
    unsaved = undefined;
    saving = saving.then(save);
    return saving;
  };
  const saveSoon = (): void => {
    document.documentElement.dataset.saved = 'false';
    unsaved ??= window.setTimeout(() => void saveNow(), SAVE_AFTER);
  };
  let last: Session = sessionOf(store.state);
  /** Whether there is something new since the last time. */
  const isChanged = (): boolean => {
    const now = sessionOf(store.state);
    const isSame = (Object.keys(now) as (keyof Session)[]).every((key) => now[key] === last[key]);
    last = now;
    return !isSame;
  };
  store.subscribe(() => {
    if (isChanged()) saveSoon();
  });
  document.addEventListener('visibilitychange', () => {
    // Views, and this one with them, hear of what is new in the next frame: there may be none.
    if (document.visibilityState === 'hidden' && (isChanged() || unsaved !== undefined)) void saveNow();
  });

  return {
    get name() {
      return name;
    },
    others: async () => (await database?.projects())?.filter((project) => project.id !== id) ?? [],
    rename(to) {
      name = to.trim() || 'My project';
      saveSoon();
    },
    async open(other = newProjectId()) {
      await saveNow();
      remembered.set(other);
      location.reload();
    },
    keep: saveNow,
    remove: async (other) => database?.remove(other),
    async add(project, files) {
      if (!database) throw new Error('This browser keeps nothing for this page.');
      await database.save(project, files, []);
    },
    async snapshot() {
      const project = projectNow();
      const files = used(project).map(async (key) => (pictures.has(key) ? filesOf(key) : database?.picture(id, key)));
      return { project, pictures: (await Promise.all(files)).filter((picture) => picture !== undefined) };
    },
    pictureIds,
  };
}

/** How long a tab that is loaded again waits for its own page of before to let go, ms. */
const RELOAD_WAIT = 3000;

/** Whether this tab has the project for itself, until it is closed. Where the browser has no locks it always has. */
async function claimed(id: string): Promise<boolean> {
  if (!('locks' in navigator)) return true;
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(RELOAD_WAIT);
    const hold = (): Promise<never> => {
      resolve(true);
      return new Promise<never>(() => {});
    };
    navigator.locks.request(`studio-${id}`, { signal }, hold).catch(() => resolve(false));
  });
}

const isEmpty = ({ document: { images, layers }, past }: State): boolean => images.length + layers.length + past.length === 0;

const isShown = ({ document }: Pick<State, 'document'>, key: string): boolean => document.images.some(({ id }) => id === key);

/** Differs when another cut-out was made; a picture's file never changes. */
const versionOf = ({ cutouts }: Pick<Picture, 'cutouts'> | StoredPicture): string =>
  (cutouts instanceof Map ? [...cutouts.keys()] : Object.keys(cutouts)).sort().join();

const stored = (project: string, id: string, { bytes, source, cutouts }: Picture): StoredPicture => ({
  project,
  id,
  file: source instanceof Blob ? source : new Blob([bytes]),
  cutouts: Object.fromEntries([...cutouts].map(([key, { png }]) => [key, new Blob([png], { type: 'image/png' })])),
});

async function restored(pixels: Pixels, { file, cutouts }: StoredPicture): Promise<Picture> {
  const { picture } = await openPicture(pixels, file);
  for (const [id, png] of Object.entries(cutouts)) {
    picture.cutouts.set(id, await pixels.adopt(png));
  }
  return picture;
}
