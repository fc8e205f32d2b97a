// Where the parts of an editor stand over its canvas: in percent of it, so that they are right at any size on the screen.
import { guarded } from '../guard.js';
import { areaRow, choice, HANDLES, number, sizeRow, type Box, type Handle, type Rect, type Size } from '../placement/geometry.js';
import type { SnapGuide } from '../placement/snap.js';

/** Declarations for an element's `style`, by their names in JavaScript. */
export type EditorStyle = Readonly<Record<string, string>>;

const percent = (length: number, of: number): string => `${(length / of) * 100}%`;

/**
 * An element at a turned box given in canvas pixels. Its parent has the canvas' shape and is positioned.
 * @throws MediaError `invalid_argument` for numbers that are none, as all of these functions
 */
export const boxStyle = /* @__PURE__ */ guarded(({ x, y, width, height, rotation = 0 }: Box, canvas: Size): EditorStyle => {
  for (const [name, value] of Object.entries({ x, y, rotation })) number(value, `box.${name}`);
  number(width, 'box.width', 0), number(height, 'box.height', 0), sizeRow(canvas, 'canvas');
  return {
    position: 'absolute',
    left: percent(x - width / 2, canvas.width),
    top: percent(y - height / 2, canvas.height),
    width: percent(width, canvas.width),
    height: percent(height, canvas.height),
    transform: rotation === 0 ? 'none' : `rotate(${rotation}deg)`,
  };
}, 'boxStyle');

/** The rectangle that is being drawn. */
export const marqueeStyle = /* @__PURE__ */ guarded((rect: Rect, canvas: Size): EditorStyle => {
  const [left, top, width, height] = areaRow(rect, 'rect');
  return { ...boxStyle({ x: left + width / 2, y: top + height / 2, width, height, rotation: 0 }, canvas), pointerEvents: 'none' };
}, 'marqueeStyle');

/**
 * A line of snapping, without thickness: give it a `borderLeft` where it is upright (its width is 0), else a `borderTop`.
 * Guides that run across the axis are lines; gaps and equal sizes are measures along it.
 */
export const guideStyle = /* @__PURE__ */ guarded(({ axis, kind, position, from, to }: SnapGuide, canvas: Size): EditorStyle => {
  number(position, 'position'), number(from, 'from'), number(to, 'to'), sizeRow(canvas, 'canvas');
  const upright = (axis === 'x') !== (kind === 'gap' || kind === 'size');
  return upright
    ? { position: 'absolute', left: percent(position, canvas.width), top: percent(from, canvas.height), width: '0', height: percent(to - from, canvas.height), pointerEvents: 'none' }
    : { position: 'absolute', top: percent(position, canvas.height), left: percent(from, canvas.width), height: '0', width: percent(to - from, canvas.width), pointerEvents: 'none' };
}, 'guideStyle');

/** Along the box, 0…1 from the left and from the top. */
const places: Readonly<Record<Handle, readonly [number, number]>> = {
  'top-left': [0, 0], top: [0.5, 0], 'top-right': [1, 0], right: [1, 0.5], 'bottom-right': [1, 1], bottom: [0.5, 1], 'bottom-left': [0, 1], left: [0, 0.5],
};
const cursors = ['nwse-resize', 'ns-resize', 'nesw-resize', 'ew-resize'];

/**
 * The element inside of the frame that holds the handles: never so small that the handles of a small placement lie over
 * each other or over all of it.
 * @param target CSS pixels across what catches the pointer of one handle: at least 24 for a mouse, 44 for a finger
 */
export const handlesStyle = /* @__PURE__ */ guarded((target = 24): EditorStyle => {
  const side = `max(100%, ${3 * number(target, 'target', 0)}px)`;
  return { position: 'absolute', left: '50%', top: '50%', width: side, height: side, transform: 'translate(-50%, -50%)', pointerEvents: 'none' };
}, 'handlesStyle');

/** The cursor over a handle of a frame that is turned by so many degrees. */
export const handleCursor = /* @__PURE__ */ guarded((handle: Handle | 'rotate', rotation = 0): string => {
  if (handle === 'rotate') return 'grab';
  const turn = choice(handle, HANDLES, 'handle') + Math.round(number(rotation, 'rotation') / 45);
  return cursors[((turn % 4) + 4) % 4]!;
}, 'handleCursor');

/**
 * A handle in the element of the frame, or in that of {@link handlesStyle}; the one that turns stands above its upper
 * edge. The cursor goes with the turn.
 * @param away CSS pixels from the upper edge to the middle of the handle that turns
 */
export const handleStyle = /* @__PURE__ */ guarded((handle: Handle | 'rotate', rotation = 0, away = 28): EditorStyle => {
  const cursor = handleCursor(handle, rotation);
  const [x, y] = handle === 'rotate' ? [0.5, 0] : places[handle];
  return {
    position: 'absolute',
    left: `${100 * x}%`,
    top: `${100 * y}%`,
    transform: handle === 'rotate' ? `translate(-50%, -50%) translateY(${-number(away, 'away')}px)` : 'translate(-50%, -50%)',
    pointerEvents: 'auto',
    touchAction: 'none',
    cursor,
  };
}, 'handleStyle');
