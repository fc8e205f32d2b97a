// What a call waits for need not keep a Node process alive: a worker, a function of the caller's, the timer of
// AbortSignal.timeout(). Without more the process would end in the middle of the call, which then never settles.
import { isNode } from '../node.js';

/** The longest that a timer can be set to, in ms. */
const LONG = 2 ** 31 - 1;

/** Keeps the process alive. @returns what lets it end */
export function stayAwake(): () => void {
  if (!isNode) return () => {};
  const timer = setInterval(() => {}, LONG);
  return () => clearInterval(timer);
}
