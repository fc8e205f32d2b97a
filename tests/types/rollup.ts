// The plugin is one of Vite's and of Rolldown's.
import { mediaWasm } from '@aurastream/media-wasm/rollup';
import type { Plugin as RolldownPlugin } from 'rolldown';
import { defineConfig } from 'vite';

export default defineConfig({ plugins: [mediaWasm()] });
export const plugin: RolldownPlugin = mediaWasm();
