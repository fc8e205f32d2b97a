// The engine in the page's own thread, for hosts that forbid workers.
import * as runtime from 'onnxruntime-web/wasm';
import { Engine } from './engine.js';
import type { EngineSetup } from './protocol.js';
import type { Runtime } from './session.js';

export const createEngine = (setup: EngineSetup): Engine => new Engine(runtime as unknown as Runtime, setup);
