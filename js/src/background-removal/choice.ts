// Which model a caller means, and where its file is.
import { absoluteUrl } from '../addresses.js';
import { sendableBlob } from '../blobs.js';
import { isA, isBlob, isBuffer, nameOf } from '../brands.js';
import { MediaError, toMediaError } from '../errors.js';
import { copyToBlob } from './copy.js';
import { modelById, models, shippedModels, unknownModel, type ModelId, type SegmentationModel, type ShippedModel } from './models.js';
import type { Source } from './protocol.js';

/** A model's file: its bytes, its address (in Node also a path), or a function that gives one of these. */
export type ModelFile = string | URL | Blob | ArrayBuffer | ArrayBufferView | (() => ModelFile | Promise<ModelFile>);

/**
 * A model of one's own: a row like those of {@link models}. What is left out is as the row of the same `id` has it,
 * and else as U²-Net has it, for `anything`.
 */
export type CustomModel = Partial<SegmentationModel> & {
  /** Its file; without it `modelUrl` says where it is. */
  source?: ModelFile;
};

/** A known name, a row of one's own, or the file itself. */
export type ModelEntry = ModelId | CustomModel | ModelFile;

export interface ModelChoice {
  model: SegmentationModel;
  /** It is this package's own file, which comes and goes with the package. */
  shipped?: true;
  /** No row describes the file: U²-Net's conventions are assumed, and the file's own input size. */
  assumed: boolean;
  file: ModelFile;
}

/**
 * @param entries one model, or several among which each removal chooses
 * @param file where the file is, for a name or a row; of several models the folder
 * @param shipped where the models that are shipped are
 * @throws MediaError `unknown_model`, `model_unavailable` for a known name without a file, `invalid_argument`
 */
export function chooseModels(
  entries: ModelEntry | readonly ModelEntry[] | undefined,
  file: ModelFile | undefined,
  shipped: Record<ShippedModel, string>,
): ModelChoice[] {
  if (entries === undefined && file === undefined) return shippedModels.map((id) => chooseModel(id, undefined, shipped));
  if (!Array.isArray(entries)) return [chooseModel(entries as ModelEntry | undefined, file, shipped)];
  if (entries.length === 0) throw new MediaError('invalid_argument', 'model is an empty list.');
  if (file !== undefined && !isFolder(file)) {
    throw new MediaError('invalid_argument', 'With several models, modelUrl is the address of their folder and ends in "/".');
  }
  return entries.map((entry: ModelEntry) => chooseModel(entry ?? null, file, shipped));
}

function chooseModel(model: ModelEntry | undefined, file: ModelFile | undefined, shipped: Record<ShippedModel, string>): ModelChoice {
  if (model === undefined) return { model: unknownModel, assumed: true, file: file! };
  if (typeof model === 'string') {
    const row = modelById(model);
    if (row) return { model: row, assumed: false, ...fileOf(row, file, shipped) };
    if (/[/\\.]/.test(model)) return { model: unknownModel, assumed: true, file: model };
    const known = models.map(({ id }) => id).join(', ');
    throw new MediaError('unknown_model', `There is no model "${model}". Known: ${known}; or give a file's path or address.`);
  }
  if (isFile(model)) return { model: unknownModel, assumed: true, file: model };
  return customChoice(model, file);
}

/** An address that ends in a slash is a folder of models, each named by its id. */
const isFolder = (file: ModelFile | undefined): boolean =>
  (typeof file === 'string' || isA(file, 'URL')) && String(file).endsWith('/');

/** The file of this model, where `file` is a folder. */
export const inFolder = (file: ModelFile | undefined, id: string): ModelFile | undefined =>
  isFolder(file) ? `${String(file)}${id}.onnx` : file;

/** The file of a known model: the shipped ones are not looked for in folders. */
function fileOf(row: SegmentationModel, file: ModelFile | undefined, shipped: Record<string, string>): Pick<ModelChoice, 'file' | 'shipped'> {
  const own = shipped[row.id];
  if (own !== undefined && (file === undefined || isFolder(file))) return { file: own, shipped: true };
  const found = inFolder(file, row.id);
  if (found !== undefined) return { file: found };
  const where = row.published ? ` It is published at ${row.published} (${row.licence}).` : '';
  throw new MediaError('model_unavailable', `Model "${row.id}" is not part of this package: say where it is with modelUrl.${where}`);
}

function isFile(value: unknown): value is ModelFile {
  return typeof value === 'string' || typeof value === 'function' || isA(value, 'URL') || isBuffer(value)
    || ArrayBuffer.isView(value) || isBlob(value);
}

function customChoice(given: CustomModel, file: ModelFile | undefined): ModelChoice {
  if (typeof given !== 'object' || given === null) throw new MediaError('invalid_argument', 'A model is a name, a row, or a file.');
  const { source, ...row } = given;
  const known = typeof row.id === 'string' ? modelById(row.id) : undefined;
  const model = { ...(known ?? unknownModel), ...row };
  const isNumbers = (value: unknown, count: number, allowed: (number: number) => boolean): boolean =>
    Array.isArray(value) && value.length === count && value.every((number) => typeof number === 'number' && allowed(number));
  const isSide = (side: number): boolean => Number.isInteger(side) && side >= 1 && side <= 4096;
  const checks: [valid: boolean, what: string][] = [
    [typeof model.id === 'string', 'id is text'],
    [models.some(({ subject }) => subject === model.subject), 'subject is people, drawn or anything'],
    [isNumbers([model.size].flat(), [model.size].flat().length === 1 ? 1 : 2, isSide), 'size is one or two integers from 1 to 4096'],
    [model.scale === 'max' || isNumbers([model.scale], 1, (scale) => scale > 0 && scale < Infinity), 'scale is "max" or above 0'],
    [isNumbers(model.mean, 3, Number.isFinite), 'mean is three numbers'],
    [isNumbers(model.deviation, 3, (value) => Number.isFinite(value) && value !== 0), 'deviation is three numbers other than 0'],
    [['none', 'clip', 'sigmoid'].includes(model.activation), 'activation is none, clip or sigmoid'],
    [model.digest === undefined || (['sha256', 'md5'].includes(model.digest?.algorithm) && /^[0-9a-f]+$/i.test(model.digest.hex)), 'digest is {algorithm, hex}'],
    [model.device === undefined || ['webgpu', 'wasm'].includes(model.device), 'device is webgpu or wasm'],
    [model.output === undefined || typeof model.output === 'string', 'output is text'],
  ];
  const failed = checks.find(([valid]) => !valid);
  if (failed) throw new MediaError('invalid_argument', `This model row cannot be used: ${failed[1]}.`);
  const chosen = source ?? inFolder(file, model.id);
  if (!isFile(chosen)) throw new MediaError('invalid_argument', 'A model row needs its file: give it as `source` or as `modelUrl`.');
  return { model, assumed: row.size === undefined && !known, file: chosen };
}

/** The file as something that a worker can read. @throws MediaError `model_unavailable` when a function fails */
export async function modelSource(file: ModelFile): Promise<Source> {
  if (typeof file === 'function') {
    try {
      return await modelSource(await file());
    } catch (thrown) {
      throw toMediaError(thrown, 'model_unavailable', 'The function that should give the model failed.');
    }
  }
  if (isBlob(file)) return { bytes: await sendableBlob(file) };
  if (isBuffer(file)) return { bytes: await copyToBlob(new Uint8Array(file), 'The model') };
  if (ArrayBuffer.isView(file)) return { bytes: await copyToBlob(new Uint8Array(file.buffer, file.byteOffset, file.byteLength), 'The model') };
  if (typeof file === 'string' || isA(file, 'URL')) return { url: await absoluteUrl(file as URL, 'The model') };
  throw new MediaError('model_unavailable', `The function that should give the model gave ${nameOf(file)}.`);
}
