// Which part of the picture is seen, and how large. Lengths on the page are CSS pixels, places in the picture its own.
import type { Point, Size } from '@aurastream/media-wasm';

const MOST = 16; // CSS pixels for one of the picture
const MARGIN = 24; // around a picture that is shown whole

export class Viewport {
  scale = 1;
  left = 0;
  top = 0;
  #size: Size = { width: 1, height: 1 };
  #isWhole = true;

  constructor(readonly picture: Size) {}

  /** A view of another size; a picture that was shown whole still is. */
  resize(size: Size): void {
    const middle = this.toPicture({ x: this.#size.width / 2, y: this.#size.height / 2 });
    this.#size = size;
    if (this.#isWhole) return this.fit();
    this.left = middle.x - size.width / 2 / this.scale;
    this.top = middle.y - size.height / 2 / this.scale;
    this.#settle();
  }

  fit(): void {
    this.scale = this.#fitting();
    this.left = this.top = -1e9;
    this.#isWhole = true;
    this.#settle();
  }

  /** Larger or smaller around a place on the page, which stays where it is. */
  zoom(factor: number, at: Point = { x: this.#size.width / 2, y: this.#size.height / 2 }): void {
    const held = this.toPicture(at);
    const least = this.#fitting();
    this.scale = Math.min(Math.max(MOST, least), Math.max(least, this.scale * factor));
    this.#isWhole = this.scale === least;
    this.left = held.x - at.x / this.scale;
    this.top = held.y - at.y / this.scale;
    this.#settle();
  }

  /** By a way on the page. */
  pan(x: number, y: number): void {
    this.left -= x / this.scale;
    this.top -= y / this.scale;
    this.#settle();
  }

  /** Moves so far that a place of the picture is seen. */
  reveal({ x, y }: Point): void {
    const [right, bottom] = [this.#size.width / this.scale, this.#size.height / this.scale];
    this.left = Math.min(x, Math.max(x - right, this.left));
    this.top = Math.min(y, Math.max(y - bottom, this.top));
    this.#settle();
  }

  toPicture = ({ x, y }: Point): Point => ({ x: this.left + x / this.scale, y: this.top + y / this.scale });
  toPage = ({ x, y }: Point): Point => ({ x: (x - this.left) * this.scale, y: (y - this.top) * this.scale });

  #fitting(): number {
    const { width, height } = this.#size;
    const across = Math.max(1, width - 2 * MARGIN) / this.picture.width;
    return Math.min(across, Math.max(1, height - 2 * MARGIN) / this.picture.height, MOST);
  }

  /** The picture fills the view, or lies in its middle. */
  #settle(): void {
    const along = (at: number, view: number, picture: number): number => {
      const seen = view / this.scale;
      const margin = MARGIN / this.scale;
      if (seen >= picture + 2 * margin) return (picture - seen) / 2;
      return Math.min(picture + margin - seen, Math.max(-margin, at));
    };
    this.left = along(this.left, this.#size.width, this.picture.width);
    this.top = along(this.top, this.#size.height, this.picture.height);
  }
}
