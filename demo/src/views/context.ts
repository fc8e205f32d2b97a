// What every view is given.
import type { MediaAssetType, CoreKit, Point } from '@aurastream/media-wasm';
import type { Pictures } from '../engine/pictures.js';
import type { Projects } from '../engine/projects.js';
import type { Removal } from '../engine/removal.js';
import type { ImageItem } from '../state/model.js';
import type { Store } from '../state/store.js';
import type { Zoom } from './zoom.js';

export interface AddedFile {
  file: File;
  /** Default: a character. */
  assetType?: MediaAssetType;
  /** What else is known of it. */
  changes?: Partial<ImageItem>;
}

export interface Context {
  kit: CoreKit;
  store: Store;
  pictures: Pictures;
  removal: Removal;
  projects: Projects;
  /** Which part of the canvas is seen. */
  zoom: Zoom;
  /**
   * Adds image files to the library, one after the other; resolves with the ids of those that could be read.
   * @param at canvas pixels, where they are placed at once
   */
  addFiles(files: readonly AddedFile[], at?: Point): Promise<string[]>;
  /** Puts an image of the library on the canvas, at a place in canvas pixels or where there is room. */
  place(imageId: string, at?: Point): void;
}
