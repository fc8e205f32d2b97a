// The models that can be chosen: the package's table, and any file of one's own.
import {
  models,
  type BackgroundRemoverOptions,
  type ModelId,
} from '@aurastream/media-wasm/background-removal';

/** What the page removes backgrounds with. `file` is what the person brought; the people model needs none. */
export interface ModelChoice {
  id: ModelId | 'own';
  file?: File;
}

export const builtIn: ModelChoice = { id: 'selfie' };

export interface ModelEntry {
  id: ModelChoice['id'];
  label: string;
  needsFile: boolean;
  /** Licence, and where the file is published. */
  note: string;
}

export const modelEntries: readonly ModelEntry[] = [
  ...models.map((row) => ({
    id: row.id,
    label: `${row.id} · ${row.subject}`,
    needsFile: row.id !== 'selfie',
    note: [`Licence: ${row.licence}.`, row.id === 'selfie' ? 'Part of this page.' : published(row)].join(' '),
  })),
  { id: 'own', label: 'Another ONNX file', needsFile: true, note: 'A segmentation model of your own.' },
];

function published(row: object): string {
  return 'published' in row ? `Published at ${String(row.published)}` : '';
}

export function removerOptions({ id, file }: ModelChoice): BackgroundRemoverOptions {
  if (id === 'own') return file ? { model: file } : {};
  return file ? { model: id, modelUrl: file } : { model: id };
}
