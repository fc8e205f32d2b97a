// Projects and their pictures in IndexedDB, as this browser keeps them.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { State } from '../state/model.js';

/** What of the state is the person's work. */
export type Session = Pick<State, 'document' | 'past' | 'future' | 'imageId' | 'view' | 'endpoint' | 'prompt' | 'snapping'>;

export interface Project {
  id: string;
  name: string;
  /** When it was saved last, ms since 1970. */
  changed: number;
  session: Session;
}

/** A picture's files. */
export interface StoredPicture {
  project: string;
  id: string;
  file: Blob;
  /** PNG files by the cut-outs' ids. */
  cutouts: Record<string, Blob>;
}

/** A file as its bytes, for browsers that keep no blobs: WebKit's private windows. */
interface FileBytes {
  type: string;
  bytes: ArrayBuffer;
}

type Kept = Omit<StoredPicture, 'file' | 'cutouts'> & { file: Blob | FileBytes; cutouts: Record<string, Blob | FileBytes> };

const bytesOf = async (file: Blob): Promise<FileBytes> => ({ type: file.type, bytes: await file.arrayBuffer() });
const fileOf = (kept: Blob | FileBytes): Blob => (kept instanceof Blob ? kept : new Blob([kept.bytes], { type: kept.type }));

async function withBytes({ file, cutouts, ...picture }: StoredPicture): Promise<Kept> {
  const pairs = Object.entries(cutouts).map(async ([id, png]) => [id, await bytesOf(png)] as const);
  return { ...picture, file: await bytesOf(file), cutouts: Object.fromEntries(await Promise.all(pairs)) };
}

const withFiles = ({ file, cutouts, ...picture }: Kept): StoredPicture => ({
  ...picture, file: fileOf(file), cutouts: Object.fromEntries(Object.entries(cutouts).map(([id, png]) => [id, fileOf(png)])),
});

interface Schema extends DBSchema {
  projects: { key: string; value: Project };
  pictures: { key: [project: string, id: string]; value: Kept };
}

export interface Database {
  /** Latest first. */
  projects(): Promise<Project[]>;
  project(id: string): Promise<Project | undefined>;
  pictures(project: string): Promise<StoredPicture[]>;
  picture(project: string, id: string): Promise<StoredPicture | undefined>;
  /** All or nothing. @param gone ids of pictures that nothing refers to any more */
  save(project: Project, pictures: readonly StoredPicture[], gone: readonly string[]): Promise<void>;
  remove(project: string): Promise<void>;
}

/** Where one step could not even begin, the others would be kept. */
function abort(writing: { abort(): void }): void {
  try {
    writing.abort();
  } catch {
    // It has ended already.
  }
}

const everyPicture = (project: string): IDBKeyRange => IDBKeyRange.bound([project], [project, []]);

const connect = (): Promise<IDBPDatabase<Schema>> => openDB<Schema>('aurastream-studio', 1, {
  upgrade(fresh) {
    fresh.createObjectStore('projects', { keyPath: 'id' });
    fresh.createObjectStore('pictures', { keyPath: ['project', 'id'] });
  },
});

/** @throws where the browser keeps nothing, as in some private windows */
export async function openDatabase(): Promise<Database> {
  let db = await connect();
  async function write(project: Project, pictures: readonly Kept[], gone: readonly string[]): Promise<void> {
    const writing = db.transaction(['projects', 'pictures'], 'readwrite');
    writing.done.catch(() => {}); // said once, below
    try {
      const steps: Promise<unknown>[] = [];
      const step = (one: Promise<unknown>): void => {
        one.catch(() => {}); // as above
        steps.push(one);
      };
      step(writing.objectStore('projects').put(project));
      for (const picture of pictures) step(writing.objectStore('pictures').put(picture));
      for (const id of gone) step(writing.objectStore('pictures').delete([project.id, id]));
      await Promise.all([...steps, writing.done]);
    } catch (thrown) {
      abort(writing);
      throw thrown;
    }
  }
  let keepsBlobs = true;
  return {
    projects: async () => (await db.getAll('projects')).sort((a, b) => b.changed - a.changed),
    project: (id) => db.get('projects', id),
    pictures: async (project) => (await db.getAll('pictures', everyPicture(project))).map(withFiles),
    async picture(project, id) {
      const kept = await db.get('pictures', [project, id]);
      return kept && withFiles(kept);
    },
    async save(project, pictures, gone) {
      if (keepsBlobs) {
        try {
          return await write(project, pictures, gone);
        } catch (thrown) {
          if (pictures.length === 0) throw thrown;
          // A blob that WebKit cannot keep leaves a transaction that never ends, and holds up all others of its connection.
          db.close();
          db = await connect();
        }
      }
      await write(project, await Promise.all(pictures.map(withBytes)), gone);
      keepsBlobs = false;
    },
    async remove(project) {
      const writing = db.transaction(['projects', 'pictures'], 'readwrite');
      void writing.objectStore('projects').delete(project);
      void writing.objectStore('pictures').delete(everyPicture(project));
      await writing.done;
    },
  };
}
