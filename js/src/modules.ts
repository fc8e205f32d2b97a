// Which module has which room, and how those of a kit are started: every entry does it here.
import { Core } from './core.js';
import { MediaError } from './errors.js';
import type { Room, WasmSource } from './instance.js';
import { shared } from './shared-module.js';

/** Where each module comes from. */
export interface WasmModules<Source = WasmSource> {
  /** media-contract.wasm: contract, requests, responses, prompt. */
  contract: Source;
  /** media-placement.wasm: placement. */
  placement: Source;
  /** media-pixels.wasm: images, cut-outs and previews. */
  pixels: Source;
}

/** Where both of two modules come from. */
export interface WasmPair<Source = WasmSource> {
  /** media-core.wasm: contract and placement in one. */
  core: Source;
  /** media-pixels.wasm: images, cut-outs and previews. */
  pixels: Source;
}

/** What a kit of some rooms can be started from: one module that has them all, or one for each. */
export type ModulesOf<Source, Rooms extends Room> = Source | Pick<WasmModules<Source>, Rooms> | Pick<WasmPair<Source>, Rooms extends 'pixels' ? 'pixels' : 'core'>;

/** The names under which a room's module may be given. */
const NAMES: Record<Room, readonly (keyof WasmModules | keyof WasmPair)[]> = {
  contract: ['contract', 'core'],
  placement: ['placement', 'core'],
  pixels: ['pixels'],
};

type ByName<Source> = Readonly<Record<string, Source | null | undefined>>;

const isByName = <Source>(given: unknown): given is ByName<Source> =>
  typeof given === 'object' && given !== null && Object.values(NAMES).flat().some((name) => name in given);

/** @throws MediaError `wasm_unavailable` */
function sourceOf<Source>(room: Room, given: Source | ByName<Source>): Source {
  if (!isByName<Source>(given)) return given;
  const source = NAMES[room].map((name) => given[name]).find((one) => one != null);
  if (source != null) return source;
  throw new MediaError('wasm_unavailable', `None of these modules is for "${room}".`);
}

/** Running modules by the rooms that they are for; one may have several. */
export type Started<Rooms extends Room> = Readonly<Record<Rooms, Core>>;

/** Starts the modules of this package, each by its own way to it. @throws MediaError `wasm_unavailable` @internal */
export const start = <Rooms extends Room>(loaders: Readonly<Record<Rooms, () => WasmSource>>): Promise<Started<Rooms>> =>
  startGiven(Object.keys(loaders) as Rooms[], loaders as ModulesOf<() => WasmSource, Rooms>, (load) => load());

/**
 * Starts what a kit needs of what a caller gives, each module once; what is for other rooms is left alone.
 * @param read what makes a module of a source
 * @throws MediaError `wasm_unavailable`
 * @internal
 */
export async function startGiven<Source, Rooms extends Room>(rooms: readonly Rooms[], given: ModulesOf<Source, Rooms>, read: (source: Source) => WasmSource): Promise<Started<Rooms>> {
  const roomsOf = new Map<Source, Rooms[]>();
  for (const room of rooms) {
    const source = sourceOf(room, given as Source | ByName<Source>);
    roomsOf.set(source, [...(roomsOf.get(source) ?? []), room]);
  }
  const started = await Promise.all([...roomsOf].map(async ([source, within]) => {
    const core = await Core.create(read(source), ...within);
    for (const room of within) shared[room].keep(core.module);
    return within.map((room) => [room, core] as const);
  }));
  return Object.fromEntries(started.flat()) as Started<Rooms>;
}
