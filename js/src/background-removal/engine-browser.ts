// The engine in the page's own thread, for hosts that forbid workers.
import type { Compiling } from './ahead.js';
import { Engine } from './engine.js';
import type { EngineSetup } from './protocol.js';
import { runtimes } from './runtimes-browser.js';

export const createEngine = (setup: EngineSetup, compiling?: Compiling): Engine => new Engine(runtimes, setup, compiling);
