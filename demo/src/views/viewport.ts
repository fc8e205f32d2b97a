// Which part of a picture is seen, and how large: the package's views, kept. Lengths on the page are CSS pixels, places
// in the picture its own.
import type { Point, Size } from '@aurastream/media-wasm';
import { canvasToView, fitView, isFitted, panView, resizeView, revealView, viewToCanvas, zoomView, type CanvasView, type ViewOptions } from '@aurastream/media-wasm/editor';

export class Viewport {
  #options: ViewOptions;
  #view: CanvasView;

  constructor(picture: Size, margin?: Point) {
    this.#options = { canvas: picture, area: { width: 1, height: 1 }, ...(margin && { margin }) };
    this.#view = fitView(this.#options);
  }

  get picture(): Size {
    return this.#options.canvas;
  }
  get scale(): number {
    return this.#view.scale;
  }
  get left(): number {
    return this.#view.left;
  }
  get top(): number {
    return this.#view.top;
  }
  /** Whether all of it is seen, as large as it fits. */
  get isWhole(): boolean {
    return isFitted(this.#view, this.#options);
  }

  /** A view of another size, or with another margin; a picture that was shown whole still is. */
  resize(area: Size, margin?: Point): void {
    const before = this.#options;
    this.#options = { ...before, area, ...(margin && { margin }) };
    this.#view = resizeView(this.#view, before, this.#options);
  }

  /** Another picture, shown whole. */
  show(canvas: Size): void {
    this.#options = { ...this.#options, canvas };
    this.fit();
  }

  fit(): void {
    this.#view = fitView(this.#options);
  }

  /** Larger or smaller around a place on the page, which stays where it is. */
  zoom(factor: number, at?: Point): void {
    this.#view = zoomView(this.#view, factor, this.#options, at);
  }

  /** By a way on the page. */
  pan(x: number, y: number): void {
    this.#view = panView(this.#view, { x, y }, this.#options);
  }

  /** Moves so far that a place of the picture is seen. */
  reveal({ x, y }: Point): void {
    this.#view = revealView(this.#view, { left: x, top: y, width: 0, height: 0 }, this.#options);
  }

  toPicture = (place: Point): Point => viewToCanvas(this.#view, place);
  toPage = (place: Point): Point => canvasToView(this.#view, place);
}
