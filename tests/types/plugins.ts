// The plugins are those of Vite, Rolldown and esbuild.
import { mediaWasm as forEsbuild } from '@aurastream/media-wasm/esbuild';
import { mediaWasm } from '@aurastream/media-wasm/rollup';
import type { Plugin as EsbuildPlugin } from 'esbuild';
import type { Plugin as RolldownPlugin } from 'rolldown';
import { defineConfig } from 'vite';

export default defineConfig({ plugins: [mediaWasm()] });
export const plugin: RolldownPlugin = mediaWasm();
export const another: EsbuildPlugin = forEsbuild();
