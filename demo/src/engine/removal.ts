// Background removal of library images: one remover for each model, one run at a time for each image.
import { MediaError } from '@aurastream/media-wasm/url';
import {
  createBackgroundRemover,
  type BackgroundRemover,
  type BackgroundRemoverOptions,
  type CutoutInfo,
  type Doubt,
  type RemovalMode,
} from '@aurastream/media-wasm/background-removal';
import { webgpu } from '@aurastream/media-wasm/background-removal/webgpu';
import { imageWith, type Work } from '../state/model.js';
import type { Store } from '../state/store.js';
import { builtIn, removerOptions, type ModelChoice } from './models.js';
import { offlineReason } from './offline.js';
import { keepCutout, type Pictures } from './pictures.js';
import type { Pixels } from './pixels.js';

export interface RemovalOptions {
  /** `auto` keys out a background of one colour, and asks the model only where there is none. */
  mode: RemovalMode;
  /** Whether edges follow the picture and lose the old background's colour. */
  refine: boolean;
}

/** What the next removals are done with. */
export interface RemovalEngine {
  model: ModelChoice;
  device: NonNullable<BackgroundRemoverOptions['device']>;
}

export interface Removal {
  /** Ends when the image has its cut-out, or the state says why not. */
  remove(imageId: string): Promise<void>;
  cancel(imageId: string): void;
  /** What the next removals are done with. */
  readonly engine: Readonly<RemovalEngine>;
  /** How the next removals go about it. */
  readonly options: RemovalOptions;
  /** Another model or device from now on; what runs is cancelled, the old one's memory given back. */
  use(changes: Partial<RemovalEngine>): void;
  /** Gives the model's memory back as soon as nothing is at work, unless another removal comes first. */
  rest(): void;
}

export function createRemoval(store: Store, pictures: Pictures, pixels: Pixels): Removal {
  const options: RemovalOptions = { mode: 'auto', refine: true };
  let engine: RemovalEngine = { model: builtIn, device: 'auto' };
  let remover: Promise<BackgroundRemover> | undefined;
  const running = new Map<string, AbortController>();
  let isResting = false;

  const ready = (): Promise<BackgroundRemover> => {
    const { model, device } = engine;
    remover ??= createBackgroundRemover({ ...removerOptions(model), device, webgpu }).catch((thrown: unknown) => {
      remover = undefined; // so that the next click tries anew
      throw thrown;
    });
    return remover;
  };

  const letGo = (): void => {
    remover?.then(
      (old) => old.dispose(),
      () => {},
    );
    remover = undefined;
  };

  return {
    options,
    rest() {
      isResting = true;
      if (running.size === 0) letGo();
    },
    async remove(imageId) {
      const picture = pictures.get(imageId);
      const item = imageWith(store.state, imageId);
      if (!picture || !item || running.has(imageId)) return;
      const abort = new AbortController();
      running.set(imageId, abort);
      isResting = false;
      const working = (work?: Work): void =>
        store.dispatch({ type: 'workChanged', id: imageId, ...(work && { work }) });
      working({ step: 'running', phase: 'session', fraction: 0 });
      store.dispatch({ type: 'said', text: `Cutting out ${item.displayName || item.fileName}…` });
      try {
        const remover = await ready();
        const begun = performance.now();
        const cut = await remover.remove(picture.source, {
          ...options,
          assetType: item.assetType,
          signal: abort.signal,
          output: 'image',
          onProgress: ({ phase, fraction }) => working({ step: 'running', phase, fraction }),
        });
        const made = await pixels.adopt(cut.image);
        abort.signal.throwIfAborted();
        const kept = keepCutout(pictures, imageId, made);
        const needsGeneral = cut.doubts.some(({ tries }) => tries.includes('general_model'));
        store.dispatch({ type: 'cutoutMade', id: imageId, cutout: { ...kept, summary: summaryOf(cut), technical: technicalOf(cut, performance.now() - begun), needsGeneral } });
        store.dispatch({
          type: 'said',
          text:
            cut.verdict !== 'good'
              ? 'Cut out, but look at it before you use it. Touch up corrects it.'
              : store.state.document.layers.some((layer) => layer.imageId === imageId)
                ? 'Background removed.'
                : 'Background removed. Compare it, or place it.',
        });
      } catch (thrown) {
        if (abort.signal.aborted) {
          working();
          store.dispatch({ type: 'said', text: 'Cancelled. The image is as it was.' });
        } else {
          const message =
            offlineReason((thrown as { code?: string }).code) ??
            reasons[(thrown as { code?: string }).code ?? ''] ??
            (thrown instanceof MediaError ? thrown.message : 'The background could not be removed. Please try again.');
          const needsGeneral = thrown instanceof MediaError && thrown.code === 'no_subject';
          working({ step: 'failed', message, needsGeneral });
          store.dispatch({ type: 'said', text: `${item.displayName || item.fileName}: ${message}`, tone: 'error', about: imageId });
        }
      } finally {
        running.delete(imageId);
        if (isResting && running.size === 0) letGo();
      }
    },
    get engine() {
      return engine;
    },
    cancel: (imageId) => running.get(imageId)?.abort(),
    use(changes) {
      engine = { ...engine, ...changes };
      for (const abort of running.values()) abort.abort();
      letGo();
    },
  };
}

/** What failed, where the page offers more than the error's own sentence knows of. */
const reasons: Readonly<Record<string, string>> = {
  no_subject: 'Nothing to cut out was found. Select it by hand.',
};

const UNSURE = 'parts may be missing or left over';
const doubted: Readonly<Record<Doubt['reason'], string>> = {
  nothing_found: 'nothing was found',
  everything_found: 'nothing was taken away',
  fragments: 'it is in pieces',
  border_cut: 'it fills most of a side of the picture',
  passes_disagree: UNSURE,
  low_certainty: UNSURE,
};
const doubtsIn = ({ doubts }: CutoutInfo): string => [...new Set(doubts.map(({ reason }) => doubted[reason]))].join(', ');

function summaryOf(cut: CutoutInfo): string {
  const { method, certainty, fallbacks, verdict } = cut;
  return [
    ...(verdict === 'good'
      ? [{ flat: 'Flat background', chroma: 'Green or blue screen', none: 'It had no background', model: 'Subject found' }[method], `${Math.round(certainty * 100)} % sure`]
      : [`Doubtful: ${doubtsIn(cut)}`]),
    ...fallbacks.map(({ message }) => message),
  ].join(' · ');
}

/** @param ms that it took, the model being there */
function technicalOf({ method, model, device, certainty }: CutoutInfo, ms: number): string {
  const where = { webgpu: ' on the GPU', wasm: ' on the CPU', none: '' }[device];
  return `${method === 'model' ? `Found by ${model}${where}` : `Method ${method}`}, certainty ${certainty.toFixed(3)}, ${Math.round(ms)} ms`;
}
