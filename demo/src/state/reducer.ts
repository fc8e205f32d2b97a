// Every change of the page's state: (state, action) -> state, without side effects.
import type { GenerationAssetType, Patch } from '@aurastream/media-wasm';
import { frameOfImage, isSameFrame } from './frames.js';
import { allTogether } from './groups.js';
import { difference, patched, patchWords, whereSeen, type Patches } from './history.js';
import {
  inOrder,
  type Cutout,
  type Document,
  type Endpoint,
  type ImageItem,
  type Layer,
  type Panel,
  type Problem,
  type State,
  type View,
  type Work,
} from './model.js';
import { reshown } from './places.js';

export type Action =
  | { type: 'imageAdded'; image: ImageItem }
  | { type: 'imageChanged'; id: string; changes: Partial<ImageItem>; gesture?: string }
  | { type: 'cutoutMade'; id: string; cutout: Cutout }
  | { type: 'workChanged'; id: string; work?: Work }
  | { type: 'imageRemoved'; id: string }
  /** Its pixels are there again: it looks otherwise, and is the same. */
  | { type: 'pictureArrived'; id: string }
  | { type: 'imageChosen'; id: string }
  /** In front of, or behind, the others as their zIndex says; they are selected. */
  | { type: 'layersAdded'; layers: Layer[] }
  /** In place of all layers; what the page has drawn for those goes with them. */
  | { type: 'templateUsed'; canvas: GenerationAssetType; backdrop: string; images: ImageItem[]; layers: Layer[] }
  | { type: 'layersChanged'; layers: Layer[]; gesture?: string | undefined }
  | { type: 'layersDeleted'; ids: string[] }
  /** With their groups, unless `alone`. */
  | { type: 'selected'; ids: string[]; alone?: boolean }
  | { type: 'croppingChosen'; cropping: boolean }
  | { type: 'canvasChosen'; canvas: GenerationAssetType; layers?: Layer[] }
  | { type: 'backdropChosen'; backdrop: string; gesture?: string }
  | { type: 'viewChosen'; view: View }
  | { type: 'endpointChosen'; endpoint: Endpoint }
  | { type: 'promptTyped'; prompt: string }
  | { type: 'snappingChosen'; snapping: boolean }
  | { type: 'severalChosen'; several: boolean }
  /** It comes into sight, as a sheet too. */
  | { type: 'panelShown'; panel: Panel }
  | { type: 'sessionOpened'; session: Partial<State> }
  /** A problem takes the place of an earlier one of the same image. */
  | { type: 'said'; text: string; tone?: 'info' | 'error'; about?: string }
  /** Of one problem, or of all. */
  | { type: 'dismissed'; problem?: Problem }
  | { type: 'undone' }
  | { type: 'redone' };

const HISTORY_LIMIT = 200;

export function reduce(patches: Patches, state: State, action: Action): State {
  switch (action.type) {
    case 'imageAdded':
      return {
        ...edited(patches, state, { images: [...state.document.images, action.image] }),
        imageId: action.image.id,
        view: 'cutout',
      };
    case 'imageChanged':
      return imageChanged(patches, state, action.id, action.changes, action.gesture);
    case 'cutoutMade':
      return imageChanged(patches, withoutProblem(withWork(state, action.id), action.id), action.id, { cutout: action.cutout, useCutout: true });
    case 'workChanged':
      return withWork(state, action.id, action.work);
    case 'imageRemoved':
      return withoutImage(patches, state, action.id);
    case 'pictureArrived': {
      const images = state.document.images.map((image) => (image.id === action.id ? { ...image } : image));
      return { ...state, document: { ...state.document, images } };
    }
    case 'imageChosen':
      // What was said of another is no longer beside it.
      return action.id === state.imageId ? state : { ...state, imageId: action.id, status: { text: '', tone: 'info' } };
    case 'layersAdded':
      return {
        ...edited(patches, state, { layers: renumbered([...state.document.layers, ...action.layers]) }),
        selection: action.layers.map(({ id }) => id),
        view: 'canvas',
      };
    case 'templateUsed': {
      const { canvas, backdrop, layers } = action;
      const images = [...state.document.images.filter(({ drawn }) => !drawn), ...action.images];
      return present({ ...edited(patches, state, { canvas, backdrop, images, layers }), selection: [], cropping: false, view: 'canvas' });
    }
    case 'layersChanged':
      return edited(patches, state, { layers: merged(state.document.layers, action.layers) }, action.gesture);
    case 'layersDeleted': {
      const layers = state.document.layers.filter(({ id }) => !action.ids.includes(id));
      return { ...edited(patches, state, { layers: renumbered(layers) }), selection: [] };
    }
    case 'selected': {
      const selection = action.alone ? action.ids : allTogether(state.document.layers, action.ids);
      return { ...state, selection, cropping: false, imageId: imageOfLast(state, selection) ?? state.imageId };
    }
    case 'croppingChosen':
      return { ...state, cropping: action.cropping };
    case 'canvasChosen':
      return {
        ...edited(patches, state, { canvas: action.canvas, ...(action.layers && { layers: action.layers }) }),
        view: 'canvas',
      };
    case 'backdropChosen':
      return edited(patches, state, { backdrop: action.backdrop }, action.gesture);
    case 'viewChosen':
      return { ...state, view: action.view };
    case 'endpointChosen':
      return { ...state, endpoint: action.endpoint };
    case 'promptTyped':
      return { ...state, prompt: action.prompt };
    case 'snappingChosen':
      return { ...state, snapping: action.snapping };
    case 'severalChosen':
      return { ...state, several: action.several };
    case 'panelShown':
      return { ...state, turnedTo: { panel: action.panel } };
    case 'sessionOpened':
      return { ...state, ...action.session };
    case 'said':
      return said(state, action);
    case 'dismissed':
      return { ...state, problems: action.problem ? state.problems.filter((other) => other !== action.problem) : [] };
    case 'undone':
      return undone(patches, state);
    case 'redone':
      return redone(patches, state);
  }
}

/** A new document; the patch that led to it is kept, in one with those of the same gesture. */
function edited(patches: Patches, state: State, changes: Partial<Document>, gesture?: string): State {
  const document = { ...state.document, ...changes };
  const patch = difference(patches, state.document, document);
  if (patch.items.length === 0) return state;
  const last = gesture !== undefined && gesture === state.gesture ? state.past.at(-1) : undefined;
  const step = last ? patches.compose(last, patch) : patch;
  const before = last ? state.past.slice(0, -1) : state.past;
  // A gesture that came back to where it began is no step; what follows of it must not go into the step of before.
  if (step.items.length === 0) return { ...state, document, past: before, future: [], gesture: undefined };
  return { ...state, document, past: [...before, step].slice(-HISTORY_LIMIT), future: [], gesture };
}

function undone(patches: Patches, state: State): State {
  const patch = state.past.at(-1);
  if (!patch) return state;
  const document = patched(patches, state.document, patches.invert(patch));
  const status = { text: `Undone: ${patchWords(patch, [state.document, document])}.`, tone: 'info' } as const;
  return arrived({ ...state, document, status, past: state.past.slice(0, -1), future: [...state.future, patch] }, patch);
}

function redone(patches: Patches, state: State): State {
  const patch = state.future.at(-1);
  if (!patch) return state;
  const document = patched(patches, state.document, patch);
  const status = { text: `Done again: ${patchWords(patch, [document, state.document])}.`, tone: 'info' } as const;
  return arrived({ ...state, document, status, past: [...state.past, patch], future: state.future.slice(0, -1) }, patch);
}

/** Ends the gesture, shows what the step did, and lets go of what is no longer there. */
function arrived(state: State, patch: Patch): State {
  const { view, imageId, panel } = whereSeen(patch);
  return present({ ...state, view, imageId: imageId ?? state.imageId, turnedTo: panel ? { panel } : state.turnedTo });
}

function present(state: State): State {
  const { images, layers } = state.document;
  const there = new Set([...images, ...layers].map(({ id }) => id));
  return {
    ...state,
    gesture: undefined,
    selection: state.selection.filter((id) => there.has(id)),
    imageId: there.has(state.imageId ?? '') ? state.imageId : images.at(-1)?.id,
  };
}

function imageChanged(patches: Patches, state: State, id: string, changes: Partial<ImageItem>, gesture?: string): State {
  const { document } = state;
  const before = document.images.find((image) => image.id === id);
  if (!before) return state;
  const after = { ...before, ...changes };
  const images = document.images.map((image) => (image === before ? after : image));
  if (isSameFrame(frameOfImage(before), frameOfImage(after))) return edited(patches, state, { images }, gesture);
  const canvas = patches.canvasSize(document.canvas);
  const layers = document.layers.map((layer) => (layer.imageId === id ? reshown(layer, before, after, canvas) : layer));
  return edited(patches, state, { images, layers }, gesture);
}

function withWork(state: State, id: string, work?: Work): State {
  const { [id]: _, ...others } = state.work;
  return { ...state, work: work ? { ...others, [id]: work } : others };
}

/** An image goes with its layers. */
function withoutImage(patches: Patches, state: State, id: string): State {
  const images = state.document.images.filter((image) => image.id !== id);
  const layers = renumbered(state.document.layers.filter(({ imageId }) => imageId !== id));
  return present(edited(patches, withoutProblem(withWork(state, id), id), { images, layers }));
}

function said(state: State, { text, tone = 'info', about }: { text: string; tone?: 'info' | 'error'; about?: string }): State {
  const now: State = { ...state, status: { text, tone } };
  if (tone === 'info') return now;
  const others = state.problems.filter((problem) => problem.text !== text && (about === undefined || problem.about !== about));
  return { ...now, problems: [...others, { text, about }] };
}

const withoutProblem = (state: State, id: string): State =>
  state.problems.some(({ about }) => about === id) ? { ...state, problems: state.problems.filter(({ about }) => about !== id) } : state;

const merged = (layers: Layer[], changed: Layer[]): Layer[] =>
  layers.map((layer) => changed.find(({ id }) => id === layer.id) ?? layer);

const renumbered = (layers: Layer[]): Layer[] => {
  const order = inOrder(layers).map(({ id }) => id);
  return layers.map((layer) => ({ ...layer, zIndex: order.indexOf(layer.id) + 1 }));
};

const imageOfLast = (state: State, ids: string[]): string | undefined =>
  state.document.layers.find(({ id }) => id === ids.at(-1))?.imageId;
