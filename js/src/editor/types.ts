// What an editor is told, and what it shows.
import type { ImageInput } from '../pixels.js';
import type { AnyPlacement, PlacementIssue } from '../placement-input.js';
import type { PlacementApi } from '../placement.js';
import type { Box, Handle, Point, Rect, Size } from '../placement/geometry.js';
import type { Patch } from '../placement/history.js';
import type { Fingers, Keep } from '../placement/options.js';
import type { SnapGuide, SnapOptions } from '../placement/snap.js';

/** What a pointer may be doing; a handle's name resizes, `marquee` draws a rectangle that selects. */
export type GestureKind = Handle | 'move' | 'rotate' | 'pinch' | 'marquee';

/** Where a gesture is: one pointer, or the two fingers of a pinch. Canvas pixels. */
export type GesturePoint = Point | Fingers;

/**
 * Keys that are held meanwhile; any pointer or keyboard event is one. Shift: resizing swaps whether the ratio is kept,
 * turning goes in steps, a marquee adds. Alt: resizing about the centre. Ctrl or Meta: no snapping.
 */
export interface ModifierKeys {
  /** Shift. */
  readonly shiftKey?: boolean | undefined;
  /** Alt, Option. */
  readonly altKey?: boolean | undefined;
  /** Ctrl. */
  readonly ctrlKey?: boolean | undefined;
  /** Meta, Command. */
  readonly metaKey?: boolean | undefined;
}

/** How an editor behaves; each of them may change while it is in use. */
export interface EditorOptions<P extends AnyPlacement = AnyPlacement> {
  /** Of a kit: the geometry. While it is undefined there is nothing to show and nothing happens. */
  geometry: PlacementApi | undefined;
  /** Pixels. */
  canvas: Size;
  /**
   * Snapping, on by default; false turns it off, options say what catches. Placements that are dragged together snap by
   * the frame around them.
   */
  snapping?: boolean | Omit<SnapOptions, 'canvas' | 'zoom'> | undefined;
  /** What of a placement has to stay on the canvas. Default `center`, as the contract has it. */
  keep?: Keep | undefined;
  /** Smallest side, percent of the canvas' shorter one. Default: the editor's 5. */
  smallestPercent?: number | undefined;
  /** Degrees that turning goes by while Shift is held. Default 15. */
  rotateStep?: number | undefined;
  /** How many degrees from a quarter turn it snaps to that. Default 4. */
  rotateTolerance?: number | undefined;
  /** Whether the ratio of sides is kept; by default what the placement's own `maintainAspectRatio` says, else true. */
  lockAspect?: ((placement: P) => boolean) | undefined;
  /** Pictures by asset id: where they are transparent a pointer goes through them. */
  images?: ReadonlyMap<string, ImageInput> | Readonly<Record<string, ImageInput>> | undefined;
  /** The key whose text tells placements apart. Default: `id`, else the asset's id with `#2`, `#3` … for its further ones. */
  idKey?: string | undefined;
  /** The copy of a placement; without this it gets another `id` where it has one. The editor moves it and puts it in front. */
  copy?: ((placement: P) => P) | undefined;
  /** What assistive technology says of a placement. Default: its name and its layer. */
  label?: ((item: EditorItem<P>, count: number) => string) | undefined;
  /** Steps that undo remembers. Default 200. */
  historyLimit?: number | undefined;
  /**
   * True: the placements are the caller's. The editor asks for others by `onChange` and shows what `setPlacements` then
   * gives it.
   */
  controlled?: boolean | undefined;
  /** Called with every change, while a gesture goes on too. */
  onChange?: ((placements: P[]) => void) | undefined;
  /** Called when a step is done (or undone, or done again), with the patch that did it: to save, or to send to others. */
  onCommit?: ((patch: Patch, placements: P[]) => void) | undefined;
  /** Called when other placements are selected. */
  onSelect?: ((ids: string[]) => void) | undefined;
}

/** One placement, as it is shown. The same object as long as nothing of it changes. */
export interface EditorItem<P extends AnyPlacement = AnyPlacement> {
  /** What tells it apart. */
  readonly id: string;
  /** Its place in the list of placements. */
  readonly index: number;
  /** Itself. */
  readonly placement: P;
  /** Its display name, else its asset's id. */
  readonly name: string;
  /** Where it is. */
  readonly box: Box;
  /** Its place in the order of layers, from 1 at the back. */
  readonly rank: number;
  /** Whether it is selected. */
  readonly selected: boolean;
}

/** All that an editor shows. Another object whenever something of it changed, and only then. */
export interface EditorState<P extends AnyPlacement = AnyPlacement> {
  /** Whether the geometry is there. */
  readonly ready: boolean;
  /** Pixels. */
  readonly canvas: Size;
  /** What is edited. */
  readonly placements: readonly P[];
  /** The placements that can be shown, in the list's order. */
  readonly items: readonly EditorItem<P>[];
  /** Why others cannot. */
  readonly issues: readonly PlacementIssue[];
  /** Ids of what is selected. */
  readonly selection: readonly string[];
  /** Around what is selected: a single box itself, or the rectangle around several. */
  readonly frame: Box | undefined;
  /** Lines that show what a gesture snapped to. */
  readonly guides: readonly SnapGuide[];
  /** The rectangle that is being drawn to select. */
  readonly marquee: Rect | undefined;
  /** What the pointer is doing. */
  readonly gesture: GestureKind | undefined;
  /** Whether there is a step to undo. */
  readonly canUndo: boolean;
  /** Whether there is a step to do again. */
  readonly canRedo: boolean;
}
