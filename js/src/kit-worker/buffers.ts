/** How deep pictures lie in an answer: `[{ data }]` of several files is the deepest. */
const DEPTH = 4;

/** The buffers of an answer, each once, for a transfer: of those views only that are all of theirs. */
export function buffersOf(value: unknown, depth = DEPTH, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (value instanceof ArrayBuffer) found.add(value);
  else if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength) found.add(value.buffer);
  } else if (typeof value === 'object' && value !== null && depth > 0) {
    for (const part of Object.values(value)) buffersOf(part, depth - 1, found);
  }
  return [...found];
}
