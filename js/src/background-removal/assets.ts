// Where the files beside this module are: the worker, ONNX Runtime's files and the models that are shipped.
import { unknownFiles } from '../addresses.js';
import type { ShippedModel } from './models.js';
import type { EngineSetup, RuntimeFiles } from './protocol.js';

type Runtime = EngineSetup['runtime'];

export interface Assets {
  runtime: Runtime;
  /** The models that are shipped, by id. */
  models: Record<ShippedModel, string>;
}

/** @param folder of {@link assetsFolder} @throws MediaError `invalid_argument` where a bundler took the addresses away */
export function findAssets(folder?: string): Assets {
  try {
    return folder === undefined ? assetsBeside() : assetsIn(folder);
  } catch (thrown) {
    return unknownFiles(thrown);
  }
}

/** Written out so that bundlers see the files and copy them. The ones for GPUs are in webgpu.ts. */
const assetsBeside = (): Assets => ({
  runtime: {
    wasm: {
      mjs: new URL('./runtime/ort-wasm-simd-threaded.mjs', import.meta.url).href,
      wasm: new URL('./runtime/ort-wasm-simd-threaded.wasm', import.meta.url).href,
    },
  },
  models: {
    selfie: new URL('./models/selfie.onnx', import.meta.url).href,
    anything: new URL('./models/anything.onnx', import.meta.url).href,
  },
});

function assetsIn(folder: string): Assets {
  const at = (file: string): string => new URL(file, folder).href;
  const files = (name: string): RuntimeFiles => ({ mjs: at(`runtime/${name}.mjs`), wasm: at(`runtime/${name}.wasm`) });
  return {
    runtime: { wasm: files('ort-wasm-simd-threaded'), webgpu: files('ort-wasm-simd-threaded.asyncify') },
    models: { selfie: at('models/selfie.onnx'), anything: at('models/anything.onnx') },
  };
}
