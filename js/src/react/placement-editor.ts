// The editor of the entry /editor in a component: a thin layer.
import { useCallback, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore, type HTMLAttributes } from 'react';
import { createPlacementEditor, type PlacementEditor } from '../editor/editor.js';
import { editorListeners } from '../editor/input.js';
import { canvasProps, frameProps, handleProps, itemProps } from '../editor/props.js';
import { guideStyle, marqueeStyle } from '../editor/styles.js';
import type { EditorItem, EditorOptions, EditorState } from '../editor/types.js';
import type { AnyPlacement } from '../placement-input.js';
import type { Handle } from '../placement/geometry.js';
import type { SnapGuide } from '../placement/snap.js';
import { usePlacementKit, type MediaKitState } from './kit.js';

/** What {@link usePlacementEditor} is told: the editor's options, and the placements. */
export interface UsePlacementEditorOptions<P extends AnyPlacement = AnyPlacement> extends Omit<EditorOptions<P>, 'geometry' | 'controlled'> {
  /** The placements, where the component above keeps them: `onChange` asks it for others. */
  placements?: readonly P[] | undefined;
  /** Those to begin with, where the editor keeps them. */
  defaultPlacements?: readonly P[] | undefined;
  /** What assistive technology calls the canvas. Default `Canvas`. */
  canvasLabel?: string | undefined;
}

/** Properties to spread over an element. */
export type EditorElementProps = HTMLAttributes<HTMLElement>;

/** What the component shows, what can be done, and properties for its elements. */
export interface UsePlacementEditor<P extends AnyPlacement = AnyPlacement> extends EditorState<P> {
  /** How far the kit is: `ready` when there is something to edit. */
  readonly status: MediaKitState['status'];
  /** Why the kit could not be loaded. */
  readonly error: Error | undefined;
  /** What can be done: `undo`, `align`, `remove`, … The same object from one rendering to the next. */
  readonly editor: PlacementEditor<P>;
  /** For the element that has the canvas' shape and holds all others. */
  getCanvasProps: () => EditorElementProps;
  /** For the element of a placement. */
  getItemProps: (item: EditorItem<P>) => EditorElementProps;
  /** For the frame around what is selected; it holds the handles, and is hidden when nothing is. */
  getFrameProps: () => EditorElementProps;
  /** For one of the eight handles, or the one that turns. */
  getHandleProps: (handle: Handle | 'rotate') => EditorElementProps;
  /** For a line of snapping, which needs a border on its left or its upper side. */
  getGuideProps: (guide: SnapGuide) => EditorElementProps;
  /** For the rectangle that is being drawn; hidden when there is none. */
  getMarqueeProps: () => EditorElementProps;
}

/** On a server nothing is laid out, and React warns of the attempt. */
const useEffectBeforePaint = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/**
 * An editor of placements without a look of its own: it says where everything is, and what its elements need. Mouse, pen,
 * touch and keys move, resize, turn and select, with snapping and undo. The kit is that of {@link usePlacementKit}; until it is
 * there, and on a server without one, there are no items.
 * @throws MediaError `invalid_argument`
 */
export function usePlacementEditor<P extends AnyPlacement = AnyPlacement>(
  { placements, defaultPlacements, canvasLabel = 'Canvas', ...options }: UsePlacementEditorOptions<P>,
): UsePlacementEditor<P> {
  const { status, kit, error } = usePlacementKit();
  const told = { ...options, geometry: kit?.placement, controlled: placements !== undefined };
  const [editor] = useState(() => createPlacementEditor<P>(told, placements ?? defaultPlacements));
  const state = useSyncExternalStore(editor.subscribe, editor.getSnapshot, editor.getSnapshot);
  useEffectBeforePaint(() => {
    // One that is no longer told is the default again.
    const forgotten = Object.fromEntries(Object.keys(editor.options).map((name) => [name, undefined]));
    editor.configure({ ...forgotten, ...told });
    if (placements) editor.setPlacements(placements);
  });
  // A gesture ends with the component.
  useEffect(() => () => editor.cancel(), [editor]);

  const listeners = useMemo(() => {
    const { pointerdown, pointermove, pointerup, pointercancel, lostpointercapture, keydown, focusin } = editorListeners(editor);
    return {
      onPointerDown: pointerdown, onPointerMove: pointermove, onPointerUp: pointerup, onPointerCancel: pointercancel,
      onLostPointerCapture: lostpointercapture, onKeyDown: keydown, onFocus: focusin,
    };
  }, [editor]);
  const { canvas } = state;
  const getCanvasProps = useCallback(() => ({ ...canvasProps(canvasLabel), ...listeners }), [canvasLabel, listeners]);
  return {
    ...state,
    status,
    error,
    editor,
    getCanvasProps,
    getItemProps: (item) => itemProps(item, state, options.label),
    getFrameProps: () => frameProps(state),
    getHandleProps: (handle) => handleProps(handle, state),
    getGuideProps: (guide) => ({ 'aria-hidden': true, style: guideStyle(guide, canvas) }),
    getMarqueeProps: () => ({ 'aria-hidden': true, style: state.marquee ? marqueeStyle(state.marquee, canvas) : { display: 'none' } }),
  };
}
