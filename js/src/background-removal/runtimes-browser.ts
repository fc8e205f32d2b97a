// ONNX Runtime's builds for browsers.
import * as wasm from 'onnxruntime-web/wasm';
import type { Runtimes } from './device.js';
import type { Runtime } from './session.js';

export const runtimes: Runtimes = {
  wasm: wasm as unknown as Runtime,
  webgpu: async () => (await import('onnxruntime-web/webgpu')) as unknown as Runtime,
};
