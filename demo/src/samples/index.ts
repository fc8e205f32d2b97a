// The sample images: drawn when asked for, then handed on as the PNG file that a person would have dropped.
import type { MediaAssetType } from '@aurastream/media-wasm';
import { drawCharacter } from './character.js';
import { drawLogo } from './logo.js';
import { drawScene } from './scene.js';

export interface Sample {
  name: string;
  assetType: MediaAssetType;
  draw(context: CanvasRenderingContext2D): void;
}

export const samples: readonly Sample[] = [
  { name: 'Character', assetType: 'character', draw: drawCharacter },
  { name: 'Logo', assetType: 'logo', draw: drawLogo },
  { name: 'Scene', assetType: 'background', draw: drawScene },
];

function drawn(sample: Sample): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context) sample.draw(context);
  return canvas;
}

export async function sampleFile(sample: Sample): Promise<File> {
  const canvas = drawn(sample);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The browser could not encode the sample.');
  return new File([blob], `${sample.name.toLowerCase()}.png`, { type: 'image/png' });
}

/** The sample, drawn small on a square canvas for its button. */
export function sampleThumbnail(sample: Sample, canvas: HTMLCanvasElement): void {
  const source = drawn(sample);
  const side = Math.min(source.width, source.height);
  canvas
    .getContext('2d')
    ?.drawImage(
      source,
      (source.width - side) / 2,
      (source.height - side) / 2,
      side,
      side,
      0,
      0,
      canvas.width,
      canvas.height,
    );
}
