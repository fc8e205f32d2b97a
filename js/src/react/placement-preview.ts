// The picture of placements, as a canvas element.
import {
  createElement, forwardRef, useEffect, useImperativeHandle, useMemo, useRef, type CanvasHTMLAttributes, type ForwardedRef, type ReactElement, type ReactNode, type RefAttributes,
} from 'react';
import type { MediaKit } from '../kit.js';
import type { AnyPlacement } from '../placement-input.js';
import type { Size } from '../placement/geometry.js';
import { serializePlacements } from '../placements.js';
import type { PreviewOptions } from '../preview-input.js';
import type { PreviewUpdate } from '../preview-session.js';
import { useMediaKit } from './kit.js';
import { Painter, type PreviewSource } from './painter.js';

/** What {@link PlacementPreview} is told; everything else goes to its canvas element. */
export interface PlacementPreviewProps extends Omit<CanvasHTMLAttributes<HTMLCanvasElement>, 'width' | 'height' | 'onError' | 'children'> {
  /** What is drawn, as in `kit.preview.render`. */
  placements: readonly AnyPlacement[];
  /** Images by asset id: pixels, files, or addresses. What is missing is a box with its name, until it is there. */
  images?: ReadonlyMap<string, PreviewSource> | Readonly<Record<string, PreviewSource>> | undefined;
  /** Pixels of the picture. How large it is shown is a matter of style. */
  size: Size;
  /** `transparent` (default), a colour, or an image. */
  background?: PreviewOptions['background'] | undefined;
  /** What is read out in its place. Default: the text of `kit.prompt.describe`. */
  alt?: string | undefined;
  /** Shown until the kit is there. Default: the empty canvas. */
  placeholder?: ReactNode | undefined;
  /** Called when something was drawn, with what is missing in it and what could not be drawn. */
  onUpdate?: ((update: PreviewUpdate) => void) | undefined;
  /** Called with a MediaError when the kit, an image or the picture fails; the rest goes on. */
  onError?: ((error: Error) => void) | undefined;
}

const noImages: Readonly<Record<string, PreviewSource>> = {};

/** The prompt's words; where a placement is not one that a request could have, the names; nothing where one cannot be read, of which onError hears. */
function described(kit: MediaKit, placements: readonly AnyPlacement[], size: Size): string | undefined {
  const ways = [
    () => kit.prompt.describe(placements, size),
    () => serializePlacements(placements, { canvas: size }).map(({ displayName, assetId }) => displayName ?? assetId).join(', '),
  ];
  for (const words of ways) {
    try {
      return words();
    } catch {
      // The next one asks less of the placements.
    }
  }
  return undefined;
}

function Preview(
  { placements, images = noImages, size: { width, height }, background, alt, placeholder, onUpdate, onError, ...rest }: PlacementPreviewProps,
  ref: ForwardedRef<HTMLCanvasElement>,
): ReactElement {
  const { status, kit, error } = useMediaKit();
  const element = useRef<HTMLCanvasElement>(null);
  const painter = useRef<Painter>(undefined);
  const listeners = useRef({ onUpdate, onError });
  useImperativeHandle(ref, () => element.current!, [status]);
  useEffect(() => {
    listeners.current = { onUpdate, onError };
  });
  useEffect(() => {
    if (error) listeners.current.onError?.(error);
  }, [error]);

  useEffect(() => {
    if (!kit || !element.current) return undefined;
    try {
      painter.current = new Painter(kit, element.current, { width, height }, {
        updated: (update) => listeners.current.onUpdate?.(update),
        failed: (failure) => listeners.current.onError?.(failure),
      });
    } catch (failure) {
      listeners.current.onError?.(failure as Error);
    }
    return () => {
      painter.current?.dispose();
      painter.current = undefined;
    };
  }, [kit, width, height]);
  useEffect(() => painter.current?.show({ placements, images, background }), [kit, width, height, placements, images, background]);

  const text = useMemo(() => alt ?? (kit && described(kit, placements, { width, height })), [alt, kit, placements, width, height]);
  if (!kit && placeholder !== undefined) return createElement('span', { 'aria-busy': status === 'loading' }, placeholder);
  return createElement('canvas', { role: 'img', ...rest, ref: element, width, height, 'aria-label': text, 'aria-busy': status === 'loading' });
}

/**
 * The picture of placements, drawn by a preview session that lives as long as the component: what changes is drawn again,
 * once a frame. On a server it is the placeholder, or an empty canvas of its size.
 */
export const PlacementPreview: (props: PlacementPreviewProps & RefAttributes<HTMLCanvasElement>) => ReactNode = /* @__PURE__ */ forwardRef(Preview);
