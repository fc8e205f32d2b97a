// What twenty removals in a row may leave in memory: a stated requirement, for Node and browsers alike.

/** MiB by which two measurements of the same thing may differ: garbage is collected when the engine thinks fit. */
const NOISE = 12;
/** MiB that may stay after dispose(). */
const LEFT = 50;

/**
 * @param before, after MiB without a remover
 * @param during MiB after each of twenty removals
 */
export function memoryVerdict({ before, during, after }) {
  // Garbage comes and goes: what grows is the least of a stretch.
  const early = Math.min(...during.slice(2, 11));
  const late = Math.min(...during.slice(11));
  const [a, b, c, d, e] = [before, early, late, Math.max(...during), after].map(Math.round);
  return {
    steady: late < early + NOISE,
    returned: after < before + LEFT,
    text: `${a} MiB before, ${b} after removals 3 to 11, ${c} after 12 to 20 (at most ${d}), ${e} after dispose`,
  };
}
