// An editor without a page: placements, what is selected, gestures, steps, and those who listen.
import { guardClass, guarded } from '../guard.js';
import type { AnyPlacement } from '../placement-input.js';
import type { Alignment, LayerMove } from '../placement/arrange.js';
import type { Box, Point, Rect } from '../placement/geometry.js';
import { apply, diff, type Patch } from '../placement/history.js';
import type { PlacementApi } from '../placement.js';
import { beginGesture, type BoxGesture } from './gestures.js';
import { History } from './history.js';
import { between, checked, copied, gestureStart, list, same } from './given.js';
import { areaOf, backToFront, held, read, withBox, withZ, type Laid, type Layout } from './layout.js';
import { itemsOf, stateOf } from './state.js';
import type { EditorItem, EditorOptions, EditorState, GestureKind, GesturePoint, ModifierKeys } from './types.js';

type Loose = Record<string, unknown>;

/** A gesture from its beginning to its end. */
interface Running<P> {
  kind: GestureKind;
  /** What is moved, as it was. */
  start: readonly Laid<P>[];
  boxes: BoxGesture | undefined;
  from: GesturePoint;
  /** What was selected. */
  selection: readonly string[];
}

/**
 * An editor of placements without a page: what any framework shows and any pointer drives. `subscribe` and `getSnapshot`
 * are a store's (React's `useSyncExternalStore`, Svelte's, Vue's `shallowRef`). Methods of one editor may be passed on as
 * they are. What a function that it was given throws is the `cause` of a MediaError.
 */
export class PlacementEditor<P extends AnyPlacement = AnyPlacement> {
  #options: EditorOptions<P>;
  #placements: readonly P[];
  /** What the owner of controlled placements was told and has not yet given back. */
  #asked: readonly P[] | undefined;
  #selection: readonly string[] = [];
  #guides: EditorState<P>['guides'] = [];
  #marquee: Rect | undefined;
  #running: Running<P> | undefined;
  readonly #history = new History();
  readonly #listeners = new Set<() => void>();
  #layout: { of: readonly P[]; geometry: PlacementApi; width: number; height: number; layout: Layout<P> } | undefined;
  #state: EditorState<P> | undefined;
  #items: readonly EditorItem<P>[] = [];

  /** @internal */
  constructor(options: EditorOptions<P>, placements: readonly P[]) {
    this.#options = checked(options);
    this.#placements = list(placements);
  }

  // ---- The store ----

  /** Calls after every change; returns what ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** What is to be shown: the same object until something of it changes. */
  readonly getSnapshot = guarded((): EditorState<P> => (this.#state ??= this.#show()), 'PlacementEditor.getSnapshot');

  /**
   * Other options; those that are not named stay.
   * @throws MediaError `invalid_argument`
   */
  configure(options: Partial<EditorOptions<P>>): void {
    const before = this.#options;
    this.#options = checked({ ...before, ...options });
    const { geometry, canvas, idKey } = this.#options;
    if (geometry === before.geometry && canvas.width === before.canvas.width && canvas.height === before.canvas.height && idKey === before.idKey) return;
    if (geometry !== before.geometry) this.cancel();
    this.#changed();
  }

  /** What it was told. */
  get options(): Readonly<EditorOptions<P>> {
    return this.#options;
  }

  /**
   * Other placements, from outside: no step of this editor. Its own steps can still be undone.
   * @throws MediaError `invalid_argument`
   */
  setPlacements(placements: readonly P[]): void {
    this.#asked = undefined;
    if (placements === this.#placements) return;
    this.#placements = list(placements);
    this.#changed();
  }

  /** Forgets all steps. */
  clearHistory(): void {
    this.#history.clear();
    this.#changed();
  }

  // ---- Selecting ----

  /** Selects these and no others; ids that there are none of are left out. */
  select(ids: readonly string[]): void {
    const next = [...new Set(ids)];
    if (same(next, this.#selection)) return;
    this.#history.endSeries();
    this.#selection = next;
    this.#changed();
    this.#options.onSelect?.([...next]);
  }

  /** Selects one, or takes it away from what is selected. */
  toggle(id: string): void {
    this.select(this.#selection.includes(id) ? this.#selection.filter((other) => other !== id) : [...this.#selection, id]);
  }

  /** Selects all. */
  selectAll(): void {
    this.select(this.#read()?.laid.map(({ id }) => id) ?? []);
  }

  /** Id of the front-most placement under a point in canvas pixels. */
  hit(point: Point): string | undefined {
    const layout = this.#read();
    const { geometry, canvas, images } = this.#options;
    if (!geometry || !layout) return undefined;
    const placements = layout.laid.map(({ placement }) => placement);
    // What is only transparent under the point is still better than nothing.
    const solid = images ? geometry.query.hitTest(placements, canvas, point, { images, alpha: 16 }) : -1;
    return layout.laid[solid >= 0 ? solid : geometry.hitTest(placements, canvas, point)]?.id;
  }

  // ---- Gestures: from begin() over drag() to end() or cancel() ----

  /**
   * Begins to move, resize, turn or pinch what is selected, or to draw a rectangle that selects.
   * @param at where the pointer is, or for `pinch` the two fingers; canvas pixels
   * @param zoom screen pixels a canvas pixel, for how near things snap
   * @returns false where nothing is selected
   */
  begin(kind: GestureKind, at: GesturePoint, zoom = 1): boolean {
    // Two fingers take over what one began: it is one step.
    const before = kind === 'pinch' ? this.#running : undefined;
    if (before) before.boxes?.end();
    else this.end();
    this.#running = undefined;
    const layout = this.#read();
    if (!layout) return false;
    const marquee = kind === 'marquee';
    const members = marquee ? [] : layout.laid.filter(({ id }) => this.#selection.includes(id));
    if (members.length === 0 && !marquee) return false;
    this.#running = {
      kind,
      start: before ? before.start : members,
      from: at,
      selection: this.#selection,
      boxes: marquee ? undefined : beginGesture(kind, gestureStart(this.#options, layout, members, at, zoom)),
    };
    this.#changed();
    return true;
  }

  /** The pointer is elsewhere now, or the two fingers are. */
  drag(to: GesturePoint, keys: ModifierKeys = {}): void {
    const running = this.#running;
    const { geometry, canvas, keep = 'center' } = this.#options;
    const layout = this.#read();
    if (!running || !geometry || !layout) return;
    if (!running.boxes) {
      const rect = between(running.from as Point, to as Point);
      const caught = rect.width > 0 && rect.height > 0 ? geometry.query.marquee(layout.laid.map(({ box }) => box), rect) : [];
      this.#marquee = rect;
      this.#changed();
      this.select([...(keys.shiftKey ? running.selection : []), ...caught.map((i) => layout.laid[i]!.id)]);
      return;
    }
    const { boxes, guides } = running.boxes.at(to, keys);
    if (guides.length > 0 || this.#guides.length > 0) {
      this.#guides = guides;
      this.#changed();
    }
    const moved = new Map(held(geometry, boxes, canvas, keep).map((box, i) => {
      const start = running.start[i]!;
      return [start.id, withBox(geometry, start, box, canvas)];
    }));
    this.#emit(this.#with(moved));
  }

  /** The gesture is done: one step. */
  end(): void {
    const running = this.#stop();
    if (!running?.boxes) return;
    // Only what was moved: others may have changed the rest meanwhile.
    this.#commit(this.#diff(this.#with(startOf(running)), this.#list));
  }

  /** Takes the gesture back. */
  cancel(): void {
    const running = this.#stop();
    if (!running) return;
    if (running.boxes) this.#emit(this.#with(startOf(running)));
    else this.select(running.selection);
  }

  // ---- Commands: each is one step, on what is selected unless ids are given ----

  /** One step that does anything: other placements in place of these. `series`: steps in a row of the same are one. */
  edit(change: (placements: readonly P[]) => readonly P[], series?: string): void {
    this.end();
    const before = this.#list;
    const next = list(change(before));
    const patch = this.#diff(before, next);
    if (patch.items.length === 0 && !patch.order) return;
    this.#emit(next);
    this.#commit(patch, series);
  }

  /** Adds placements, and selects them. */
  add(...placements: readonly P[]): void {
    this.edit((all) => [...all, ...placements]);
    this.#selectLast(placements.length);
  }

  /** Gives one other values: `{ rotation: 0 }`. */
  update(id: string, changes: Partial<P>): void {
    this.#map([id], ({ placement }) => ({ ...placement, ...changes }));
  }

  /** Puts one at a box, as fields of numbers do. */
  setBox(id: string, box: Partial<Box>): void {
    this.#boxes([id], (boxes) => boxes.map((old) => ({ ...old, ...box })));
  }

  /** As an arrow key: `way` is −1, 0 or 1 along x and y; one canvas pixel, or to the next line of the editor's grid. */
  nudge(way: Point, toGrid = false): void {
    const { canvas, geometry } = this.#options;
    if (!geometry) return;
    const share = geometry.constants.GRID_PERCENT / 100;
    const grid = { width: canvas.width * share, height: canvas.height * share };
    this.#boxes(this.#selection, (boxes) => geometry.nudgeAll(boxes, way, toGrid ? { grid } : {}), `nudge ${this.#selection.join()}`);
  }

  /** Aligns several to the frame around them, a single one to the canvas. */
  align(how: Alignment, to: 'selection' | 'canvas' = this.#selected().length > 1 ? 'selection' : 'canvas'): void {
    const { canvas, geometry } = this.#options;
    this.#boxes(this.#selection, (boxes) => geometry!.arrange.align(boxes, how, to === 'canvas' ? areaOf(canvas) : 'selection'));
  }

  /** Equal gaps, or equal distances of centres, along an axis; the outermost two stay. */
  distribute(axis: 'x' | 'y', by: 'gaps' | 'centers' = 'gaps'): void {
    this.#boxes(this.#selection, (boxes) => this.#options.geometry!.arrange.distribute(boxes, axis, by));
  }

  /** Other layers for what is selected; the z-indices become 1…n. */
  layer(how: LayerMove): void {
    const { geometry } = this.#options;
    const layout = this.#read();
    const chosen = layout?.laid.flatMap(({ id }, i) => (this.#selection.includes(id) ? [i] : [])) ?? [];
    if (!geometry || !layout || chosen.length === 0) return;
    const z = geometry.arrange.moveLayers(layout.laid.map((one) => one.z), chosen, how);
    this.#map(layout.laid.map(({ id }) => id), (one, i) => (one.z === z[i] ? one.placement : withZ(one.placement, z[i]!)));
  }

  /** Takes placements away. */
  remove(ids: readonly string[] = this.#selection): void {
    const places = new Set(this.#read()?.laid.filter(({ id }) => ids.includes(id)).map(({ index }) => index));
    if (places.size > 0) this.edit((all) => all.filter((_, i) => !places.has(i)));
  }

  /** Copies, a grid line further down and to the right and in front of all; the copies are selected. */
  duplicate(ids: readonly string[] = this.#selection): void {
    const { canvas, geometry, keep = 'center' } = this.#options;
    const layout = this.#read();
    const chosen = layout?.laid.filter(({ id }) => ids.includes(id)) ?? [];
    if (!geometry || !layout || chosen.length === 0) return;
    const front = Math.max(...layout.laid.map(({ z }) => z));
    const share = geometry.constants.GRID_PERCENT / 100;
    const boxes = held(geometry, chosen.map(({ box }) => ({ ...box, x: box.x + canvas.width * share, y: box.y + canvas.height * share })), canvas, keep);
    const order = backToFront(chosen.map(({ z }) => z));
    const copies = chosen.map((one, i) => {
      const placed = withZ(withBox(geometry, one, boxes[i]!, canvas), front + 1 + order.indexOf(i));
      return copied(placed, this.#options);
    });
    this.add(...copies);
  }

  /** Takes the last step back; while a gesture goes on, the gesture. */
  undo(): void {
    if (this.#running) return this.cancel();
    this.#again(this.#history.undo());
  }

  /** Does the last step that was taken back again. */
  redo(): void {
    if (this.#running) return;
    this.#again(this.#history.redo());
  }

  // ---- Inside ----

  /** Whether there is a placement of this id, or will be when the owner has given what it was asked for. @internal */
  holds(id: string): boolean {
    return this.#read()?.byId.has(id) ?? false;
  }

  get #list(): readonly P[] {
    return this.#asked ?? this.#placements;
  }

  /** The list that the next change begins from, read. */
  #read(placements = this.#list): Layout<P> | undefined {
    const { geometry, canvas: { width, height }, idKey } = this.#options;
    if (!geometry) return undefined;
    const known = this.#layout;
    if (known && known.of === placements && known.geometry === geometry && known.width === width && known.height === height) return known.layout;
    const layout = read(geometry, placements, { width, height }, idKey);
    this.#layout = { of: placements, geometry, width, height, layout };
    return layout;
  }

  #selected(): readonly Laid<P>[] {
    return this.#read()?.laid.filter(({ id }) => this.#selection.includes(id)) ?? [];
  }

  #diff(before: readonly P[], after: readonly P[]): Patch {
    return diff(before as unknown as readonly Loose[], after as unknown as readonly Loose[], this.#options.idKey);
  }

  /** The list with some placements replaced. */
  #with(others: ReadonlyMap<string, P>): readonly P[] {
    const places = new Map(this.#read()?.laid.map(({ id, index }) => [index, others.get(id)]));
    return this.#list.map((placement, i) => places.get(i) ?? placement);
  }

  #map(ids: readonly string[], change: (one: Laid<P>, i: number) => P, series?: string): void {
    this.end();
    const members = this.#read()?.laid.filter(({ id }) => ids.includes(id)) ?? [];
    const next = this.#with(new Map(members.map((one, i) => [one.id, change(one, i)])));
    this.edit(() => next, series);
  }

  #boxes(ids: readonly string[], change: (boxes: Box[]) => readonly Box[], series?: string): void {
    const { geometry, canvas, keep = 'center' } = this.#options;
    const members = this.#read()?.laid.filter(({ id }) => ids.includes(id)) ?? [];
    if (!geometry || members.length === 0) return;
    const boxes = held(geometry, change(members.map(({ box }) => box)), canvas, keep);
    this.#map(ids, (one, i) => withBox(geometry, one, boxes[i]!, canvas), series);
  }

  #selectLast(count: number): void {
    const ids = this.#read()?.laid.filter(({ index }) => index >= this.#list.length - count).map(({ id }) => id);
    if (ids) this.select(ids);
  }

  #again(patch: Patch | undefined): void {
    if (!patch) return;
    this.#emit(apply(this.#list as readonly (P & object)[], patch, this.#options.idKey));
    this.#changed();
    this.#options.onCommit?.(patch, [...this.#list]);
  }

  #commit(patch: Patch, series?: string): void {
    if (patch.items.length === 0 && !patch.order) return;
    this.#history.push(patch, this.#options.historyLimit ?? 200, series);
    this.#changed();
    this.#options.onCommit?.(patch, [...this.#list]);
  }

  #emit(next: readonly P[]): void {
    const before = this.#list;
    if (next.length === before.length && next.every((placement, i) => placement === before[i])) return;
    if (this.#options.controlled) this.#asked = next;
    else {
      this.#placements = next;
      this.#changed();
    }
    this.#options.onChange?.([...next]);
  }

  #stop(): Running<P> | undefined {
    const running = this.#running;
    this.#running = undefined;
    if (!running) return undefined;
    running.boxes?.end();
    this.#guides = [];
    this.#marquee = undefined;
    this.#changed();
    return running;
  }

  #changed(): void {
    this.#state = undefined;
    for (const listener of [...this.#listeners]) listener();
  }

  #show(): EditorState<P> {
    const { geometry, canvas } = this.#options;
    const layout = this.#read(this.#placements);
    this.#items = itemsOf(layout?.laid ?? [], this.#selection, this.#items);
    return stateOf({
      geometry, canvas, placements: this.#placements, items: this.#items, issues: layout?.issues ?? [], guides: this.#guides, marquee: this.#marquee,
      gesture: this.#running?.kind, canUndo: this.#history.canUndo, canRedo: this.#history.canRedo,
    });
  }
}

/** An expression, so that bundles without an editor leave it out. */
const Guarded = /* @__PURE__ */ (() => {
  guardClass(PlacementEditor, 'PlacementEditor');
  return PlacementEditor;
})();

const startOf = <P>({ start }: Running<P>): ReadonlyMap<string, P> => new Map(start.map(({ id, placement }) => [id, placement]));

/**
 * An editor of placements: `createPlacementEditor({ geometry: kit.placement, canvas }, placements)`.
 * @throws MediaError `invalid_argument`
 */
export const createPlacementEditor = /* @__PURE__ */ guarded(
  <P extends AnyPlacement>(options: EditorOptions<P>, placements: readonly P[] = []): PlacementEditor<P> => new Guarded(options, placements),
  'createPlacementEditor',
);
