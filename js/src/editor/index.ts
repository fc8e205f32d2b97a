// The entry '@aurastream/media-wasm/editor'.
export { createPlacementEditor, type PlacementEditor } from './editor.js';
export { attachEditor, editorListeners, type EditorListeners, type FocusLike, type KeyLike, type PointerLike } from './input.js';
export { beginGesture, type BoxGesture, type BoxGestureStart, type BoxStep } from './gestures.js';
export { keyCommand } from './keys.js';
export { frameOf } from './layout.js';
export { canvasProps, frameProps, handleProps, HANDLE_ATTRIBUTE, ITEM_ATTRIBUTE, itemProps, type EditorAttributes } from './props.js';
export { boxStyle, guideStyle, handleCursor, handlesStyle, handleStyle, marqueeStyle, type EditorStyle } from './styles.js';
export { canvasToView, fitView, isFitted, panView, resizeView, revealView, viewToCanvas, zoomView, type CanvasView, type ViewOptions } from './view.js';
export type { EditorItem, EditorOptions, EditorState, GestureKind, GesturePoint, ModifierKeys } from './types.js';
export { HANDLES, type Box, type Handle, type Point, type Rect, type Size } from '../placement/geometry.js';
export type { AnyPlacement, PlacementIssue } from '../placement-input.js';
export { MediaError, type MediaErrorCode } from '../errors.js';
