// No raw error leaves the package: what an argument throws when it is read — a getter, a revoked Proxy, a toJSON —
// ends in a MediaError that has it as its cause.
import { detailOf, MediaError } from './errors.js';

/** What an argument threw, or a use of it that its type does not allow. */
export function refused(thrown: unknown, what: string): MediaError {
  if (thrown instanceof MediaError) return thrown;
  const detail = detailOf(thrown);
  return new MediaError('invalid_argument', `${what}: an argument cannot be used as it is${detail && ` (${detail})`}.`, { cause: thrown });
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** A function whose errors, or whose promise's, are all MediaErrors. */
export function guarded<Callable extends (...args: never[]) => unknown>(method: Callable, what: string): Callable {
  const inner = method as unknown as Method;
  const outer: Method = function (this: unknown, ...args) {
    try {
      const answer = inner.apply(this, args);
      return answer instanceof Promise ? answer.catch((thrown: unknown) => Promise.reject(refused(thrown, what))) : answer;
    } catch (thrown) {
      throw refused(thrown, what);
    }
  };
  return Object.defineProperties(outer, { name: { value: method.name }, length: { value: method.length } }) as unknown as Callable;
}

/** Guards every method of a class. */
export function guardClass({ prototype, name }: { prototype: object; name: string }, what = name): void {
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (key === 'constructor' || typeof descriptor.value !== 'function') continue;
    Object.defineProperty(prototype, key, { ...descriptor, value: guarded(descriptor.value as Method, `${what}.${key}`) });
  }
}

/** An object whose functions are guarded. */
export function guardedMembers<T extends object>(object: T, what: string): T {
  return Object.fromEntries(Object.entries(object).map(([key, value]: [string, unknown]) =>
    [key, typeof value === 'function' ? guarded(value as Method, `${what}.${key}`) : value])) as T;
}

/** Functions that make objects of functions, all of them guarded. */
export function guardedMakers<T extends object>(makers: T, what: string): Readonly<T> {
  return Object.freeze(Object.fromEntries(Object.entries(makers).map(([name, make]: [string, (...given: unknown[]) => object]) =>
    [name, guarded((...given: unknown[]) => guardedMembers(make(...given), `${what}.${name}`), `${what}.${name}`)]))) as Readonly<T>;
}
