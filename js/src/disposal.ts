// Memory that lives outside the JavaScript heap has an owner: dispose() first, `using` where the language has it, and
// as the last resort the collector, for what nobody disposed of.

type SymbolOf<Name extends 'dispose' | 'asyncDispose'> = typeof Symbol extends { readonly [Key in Name]: infer Found extends symbol } ? Found : never;

/** What `using` takes, where the program's lib knows the symbol (`esnext.disposable`). */
export type Disposes = { [Key in SymbolOf<'dispose'>]: () => void };

/** What `await using` takes, where the program's lib knows the symbol (`esnext.disposable`). */
export type AsyncDisposes = { [Key in SymbolOf<'asyncDispose'>]: () => Promise<void> };

/** Lets `using x = …` dispose of a class's objects. Hosts without the symbol have dispose() alone. */
export function disposable({ prototype }: { prototype: { dispose(): void } }): void {
  define(prototype, Symbol.dispose, function (this: { dispose(): void }) {
    this.dispose();
  });
}

/** Lets `await using x = …` wait until all is gone. */
export function asyncDisposable<Owner extends { dispose(): void }>(type: { prototype: Owner }, gone: (owner: Owner) => Promise<void>): void {
  define(type.prototype, Symbol.asyncDispose, function (this: Owner) {
    this.dispose();
    return gone(this);
  });
}

function define(prototype: object, symbol: symbol | undefined, value: unknown): void {
  if (symbol) Object.defineProperty(prototype, symbol, { value, configurable: true, writable: true });
}

/** What gives back the memory of an object that was forgotten. It must not refer to the object. */
type Release = () => void;

const forgotten = typeof FinalizationRegistry === 'function' ? new FinalizationRegistry<Release>((release) => release()) : undefined;

/** Calls `release` when `owner` was collected, unless it was kept from that by {@link released}. */
export const releaseWhenForgotten = (owner: object, release: Release): void => forgotten?.register(owner, release, owner);

/** The owner was disposed of. */
export const released = (owner: object): void => void forgotten?.unregister(owner);
