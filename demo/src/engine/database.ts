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

interface Schema extends DBSchema {
  projects: { key: string; value: Project };
  pictures: { key: [project: string, id: string]; value: StoredPicture };
}

export interface Database {
  /** Latest first. */
  projects(): Promise<Project[]>;
  project(id: string): Promise<Project | undefined>;
  pictures(project: string): Promise<StoredPicture[]>;
  /** All or nothing. @param gone ids of pictures that nothing refers to any more */
  save(project: Project, pictures: readonly StoredPicture[], gone: readonly string[]): Promise<void>;
  remove(project: string): Promise<void>;
}

const everyPicture = (project: string): IDBKeyRange => IDBKeyRange.bound([project], [project, []]);

/** @throws where the browser keeps nothing, as in some private windows */
export async function openDatabase(): Promise<Database> {
  const db: IDBPDatabase<Schema> = await openDB<Schema>('aurastream-studio', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('projects', { keyPath: 'id' });
      fresh.createObjectStore('pictures', { keyPath: ['project', 'id'] });
    },
  });
  return {
    projects: async () => (await db.getAll('projects')).sort((a, b) => b.changed - a.changed),
    project: (id) => db.get('projects', id),
    pictures: (project) => db.getAll('pictures', everyPicture(project)),
    async save(project, pictures, gone) {
      const writing = db.transaction(['projects', 'pictures'], 'readwrite');
      void writing.objectStore('projects').put(project);
      for (const picture of pictures) void writing.objectStore('pictures').put(picture);
      for (const id of gone) void writing.objectStore('pictures').delete([project.id, id]);
      await writing.done;
    },
    async remove(project) {
      const writing = db.transaction(['projects', 'pictures'], 'readwrite');
      void writing.objectStore('projects').delete(project);
      void writing.objectStore('pictures').delete(everyPicture(project));
      await writing.done;
    },
  };
}
