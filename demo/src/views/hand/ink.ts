// Marks that are being drawn or worked on, and the brush, over the picture.
import type { Point } from '@aurastream/media-wasm';
import { isBrush, type Mark, type Mode } from './mark.js';
import type { Viewport } from '../viewport.js';

const colours: Record<Mark['mode'], string> = {
  keep: 'rgb(16 190 120 / .6)',
  remove: 'rgb(240 60 60 / .6)',
  paint: 'rgb(16 190 120 / .6)',
  erase: 'rgb(240 60 60 / .6)',
  box: 'transparent',
};

export interface Brush {
  mode: Mode;
  radius: number;
  at: Point | undefined;
}

export function drawInk(canvas: HTMLCanvasElement, view: Viewport, marks: readonly Mark[], brush: Brush): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const ratio = canvas.width / Math.max(1, canvas.clientWidth);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  context.lineCap = context.lineJoin = 'round';
  for (const mark of marks) drawMark(context, view, mark);
  if (!brush.at) return;
  const { x, y } = view.toPage(brush.at);
  if (isBrush(brush.mode)) {
    twice(context, () => context.arc(x, y, Math.max(1.5, brush.radius * view.scale), 0, 2 * Math.PI));
  } else if (brush.mode === 'box') {
    twice(context, () => {
      for (const [dx, dy] of [[9, 0], [0, 9]] as const) {
        context.moveTo(x - dx, y - dy);
        context.lineTo(x + dx, y + dy);
      }
    });
  }
}

function drawMark(context: CanvasRenderingContext2D, view: Viewport, { mode, points, radius }: Mark): void {
  const [first, ...rest] = points.map(view.toPage);
  if (!first) return;
  if (mode === 'box') {
    const last = rest.at(-1) ?? first;
    twice(context, () => context.rect(first.x, first.y, last.x - first.x, last.y - first.y));
    return;
  }
  context.strokeStyle = colours[mode];
  context.lineWidth = 2 * radius * view.scale;
  context.beginPath();
  context.moveTo(first.x, first.y);
  context.lineTo(first.x, first.y);
  for (const { x, y } of rest) context.lineTo(x, y);
  context.stroke();
}

/** A light line on a dark one: seen on any picture. */
function twice(context: CanvasRenderingContext2D, path: () => void): void {
  context.beginPath();
  path();
  for (const [colour, width] of [['rgb(0 0 0 / .7)', 3], ['#ffffff', 1.5]] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
}
