// The entry '@aurastream/media-wasm/background-removal'.
export { createBackgroundRemover, BackgroundRemover } from './remover.js';
export type { BackgroundRemoverOptions, Cutout, CutoutInfo, PreloadOptions, RemoveOptions } from './options.js';
export { clearModelCache, deleteCachedModel, listCachedModels, modelCacheFolder, modelCacheSize, type CachedModel } from './cache.js';
export { fetchModel, type FetchedModel, type FetchModelOptions } from './fetch-model.js';
export type { CustomModel, ModelEntry, ModelFile } from './choice.js';
export type { State as RemoverState } from './host.js';
export type { RemovalInput } from './input.js';
export { models, shippedModels, type KnownModel, type ModelDigest, type ModelId, type SegmentationModel, type ShippedModel } from './models.js';
export type { RemovalProgress } from './progress.js';
export type { Arrived, Device, Fallback, OutputKind, RemovalMode, RemovalPhase, RemovalReason, RuntimeFiles } from './protocol.js';
export type { Calibration, Doubt, Remedy, Verdict } from './verdict.js';
export type { DoubtReason, Trust } from '../looks.js';
export { MediaError, type MediaErrorCode } from '../errors.js';
export type { MediaAssetType, MediaSubject } from '../generated/contract.js';
export type { Mask } from '../cutout.js';
export type { MediaImage } from '../pixels.js';
