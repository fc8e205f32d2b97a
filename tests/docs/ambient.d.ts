// What a `ts` block of the guides may take for granted: a kit, a file, and the page around it.
import type { AnyPlacement, MediaImage, MediaKit, Size } from '@aurastream/media-wasm';

declare global {
  const kit: MediaKit;
  const canvas: Size;
  const images: Record<string, MediaImage>;
  const placements: AnyPlacement[];
  const bytes: Uint8Array<ArrayBuffer>;
  const file: File;
  const imageData: ImageData;
  const context: CanvasRenderingContext2D;
  function askForASmallerOne(): void;
}
