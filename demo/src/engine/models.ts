// The models that can be chosen: the package's table, and any file of one's own.
import {
  models,
  shippedModels,
  type BackgroundRemoverOptions,
  type ModelId,
  type SegmentationModel,
} from '@aurastream/media-wasm/background-removal';

/** What the page removes backgrounds with. `file` is what the person brought; the people model needs none. */
export interface ModelChoice {
  id: ModelId | 'own';
  file?: File;
  /** The general model that the server has, for what is not a person. */
  general?: ModelId;
}

/** The package's default: what is shipped, people first. */
export const builtIn: ModelChoice = { id: 'selfie' };

/** What the server knows of the model that is offered where the people model is of no use. */
export interface ServerModels {
  general: ModelId;
  /** Whether the server has its file. */
  kept: boolean;
  /** Whether it can fetch and keep it: a plain host of files cannot. */
  fetches: boolean;
}

export async function serverModels(): Promise<ServerModels | undefined> {
  const answer = await fetch('models.json').catch(() => undefined);
  return answer?.ok ? ((await answer.json()) as ServerModels) : undefined;
}

/** Has the server fetch the model, or keep this file of it. @throws Error with a sentence for people */
export async function keepModel(id: ModelId, file?: File): Promise<void> {
  const request = file ? { method: 'PUT', body: file } : { method: 'POST' };
  const answer = await fetch(`models/${id}`, request).catch(() => undefined);
  if (answer?.ok) return;
  const { message = 'The page has lost its server.' } = ((await answer?.json().catch(() => ({}))) ?? {}) as { message?: string };
  throw new Error(message);
}

/** How large a model's file is, and its licence. */
export function factsOf(id: ModelId): string {
  const row: SegmentationModel = models.find((model) => model.id === id)!;
  return [row.bytes && `${(row.bytes / 1e6).toFixed(1)} MB`, row.licence].filter(Boolean).join(', ');
}

export interface ModelEntry {
  id: ModelChoice['id'];
  label: string;
  needsFile: boolean;
  /** Licence, and where the file is published. */
  note: string;
}

/** Part of the package, and so of this page. */
const isShipped = (id: ModelId): boolean => shippedModels.some((shipped) => shipped === id);

export const modelEntries: readonly ModelEntry[] = [
  ...models.map((row) => ({
    id: row.id,
    label: row.id === builtIn.id ? 'Built in: people, else anything' : `${isShipped(row.id) ? 'Built in' : row.id}: ${row.subject}`,
    needsFile: !isShipped(row.id),
    note: [`Licence: ${row.licence}.`, isShipped(row.id) ? 'Part of this page.' : published(row)].join(' '),
  })),
  { id: 'own', label: 'Another ONNX file', needsFile: true, note: 'A segmentation model of your own.' },
];

function published(row: object): string {
  return 'published' in row ? `Published at ${String(row.published)}` : '';
}

/** Whether a file that a person brought is a model, going by its name. */
export const isModelFile = ({ name }: File): boolean => /\.onnx$/i.test(name);

/** The row that a model's file is named after, else a model of one's own. */
export function choiceOf(file: File): ModelChoice {
  const stem = file.name.replace(/\.onnx$/i, '');
  return { id: modelEntries.find(({ id, needsFile }) => needsFile && id === stem)?.id ?? 'own', file };
}

export function removerOptions({ id, file, general }: ModelChoice): BackgroundRemoverOptions {
  if (general) return { model: ['selfie', general], modelUrl: new URL('models/', document.baseURI) };
  if (id === 'own') return file ? { model: file } : {};
  if (id === builtIn.id && !file) return {};
  return file ? { model: id, modelUrl: file } : { model: id };
}
