// What a pointer does to layers: the editor's gestures on their boxes, and cropping, which is the page's own.
import type { Box, CoreKit, Handle, Point, SnapGuide } from '@aurastream/media-wasm/url';
import { beginGesture, type BoxGesture } from '@aurastream/media-wasm/editor';
import { canvasOf, toBox, withBox } from '../engine/layout.js';
import { movableLayers, type Layer, type State } from '../state/model.js';
import { croppedTo } from '../state/crop.js';

export interface Step {
  layers: Layer[];
  guides: readonly SnapGuide[];
}

export interface Gesture {
  at(pointer: Point, event: PointerEvent): Step;
  end(): void;
}

interface Start {
  kit: CoreKit;
  state: State;
  grab: Point;
  /** Screen pixels a canvas pixel. */
  zoom: number;
}

export function begin(start: Start, handle: string | undefined): Gesture {
  const { state, grab } = start;
  const layers = movableLayers(state);
  const [only] = layers;
  if (state.cropping && only && layers.length === 1 && handle !== undefined && handle !== 'rotate')
    return cropping(start, only, handle as Handle);
  const gesture = onBoxes(start, layers, (handle ?? 'move') as Handle | 'rotate' | 'move', grab);
  return {
    at(pointer, event) {
      const { boxes, guides } = gesture.at(pointer, event);
      return { layers: moved(start, layers, boxes), guides };
    },
    end: () => gesture.end(),
  };
}

function onBoxes(
  { kit, state, zoom }: Start,
  layers: readonly Layer[],
  kind: Parameters<typeof beginGesture>[0],
  at: Point | readonly [Point, Point],
): BoxGesture {
  const canvas = canvasOf(kit, state);
  const boxOf = (layer: Layer): Box => toBox(kit, layer, canvas);
  return beginGesture(kind, {
    geometry: kit.placement,
    canvas,
    at,
    zoom,
    boxes: layers.map(boxOf),
    others: state.document.layers.filter(({ id }) => !state.selection.includes(id)).map(boxOf),
    snapping: state.snapping,
    lockAspect: layers.some(({ lockAspect }) => lockAspect),
  });
}

function moved({ kit, state }: Start, layers: readonly Layer[], boxes: readonly Box[]): Layer[] {
  const canvas = canvasOf(kit, state);
  return layers.map((layer, i) => withBox(kit, layer, boxes[i]!, canvas));
}

/** A handle cuts off what it is dragged over, and brings it back. */
function cropping({ kit, state, grab }: Start, layer: Layer, handle: Handle): Gesture {
  const canvas = canvasOf(kit, state);
  const box = toBox(kit, layer, canvas);
  return {
    at(pointer) {
      const to = kit.placement.resize(box, handle, pointer, { grab, smallest: { width: 1, height: 1 } });
      return { layers: [croppedTo(layer, box, to, canvas)], guides: [] };
    },
    end() {},
  };
}

/** Two fingers on one layer: it moves, scales and turns with them. */
export function pinching(start: Start, from: readonly [Point, Point]): (to: readonly [Point, Point]) => Layer[] {
  const layers = movableLayers(start.state).slice(0, 1);
  if (layers.length === 0) return () => [];
  const gesture = onBoxes(start, layers, 'pinch', from);
  return (to) => moved(start, layers, gesture.at(to).boxes);
}
