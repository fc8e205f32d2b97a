// The entry '@aurastream/media-wasm/background-removal/webgpu'. A module of its own because a bundler copies every file
// that an entry names: only who imports this ships 26.8 MB more.
import type { RuntimeFiles } from './protocol.js';

export type { RuntimeFiles };

/**
 * ONNX Runtime's build for GPUs, for the option `webgpu` of createBackgroundRemover(). Nothing is fetched before a
 * network is to run on a GPU.
 */
export const webgpu: RuntimeFiles = {
  mjs: new URL('./runtime/ort-wasm-simd-threaded.asyncify.mjs', import.meta.url).href,
  wasm: new URL('./runtime/ort-wasm-simd-threaded.asyncify.wasm', import.meta.url).href,
};
