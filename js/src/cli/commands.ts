// The commands, a table: what each takes, and what it does with a kit.
import path from 'node:path';
import { MediaError } from '../errors.js';
import { createMediaKit, type ContractIssue, type ImageInput, type MediaKit, type PreviewOptions, type RequestResult } from '../index.js';
import type { Device, MediaAssetType, ModelFile, RemovalProgress } from '../background-removal/index.js';
import { makeFolder, readInput, readJson, writeOutput } from './io.js';

/** Why a command was refused: becomes exit status 1. */
export interface Refusal {
  code: string;
  message: string;
  issues?: readonly ContractIssue[];
}

type Options = Record<string, string | boolean | undefined>;

export interface Command {
  /** Arguments as the usage text shows them. */
  args: string;
  summary: string;
  /** Fewest and most positional arguments. */
  count: readonly [number, number];
  options?: Record<string, { type: 'string' | 'boolean' }>;
  /** Ends in nothing when done, in a refusal, or throws a MediaError. */
  run(positionals: string[], options: Options): Promise<Refusal | void>;
}

const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

async function withKit<T>(use: (kit: MediaKit) => T | Promise<T>): Promise<T> {
  const kit = await createMediaKit();
  try {
    return await use(kit);
  } finally {
    kit.dispose();
  }
}

const refused = (message: string, issues: readonly ContractIssue[]): Refusal => ({ code: 'refused', message, issues });

function object(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new MediaError('invalid_argument', `${what} must be a JSON object.`);
}

type Build = (params: unknown, context?: unknown) => RequestResult;

const probe: Command = {
  args: 'IMAGE',
  summary: 'type, size, orientation, … of an image, told from its bytes',
  count: [0, 1],
  async run([file]) {
    await withKit(async (kit) => print(kit.image.probe(await readInput(file))));
  },
};

const validate: Command = {
  args: 'MODEL [FILE]',
  summary: 'check JSON against a model of the backend, e.g. UploadMediaRequest; prints it with defaults filled in',
  count: [1, 2],
  async run([model, file]) {
    return withKit(async (kit) => {
      const verdict = kit.contract.validate(model!, await readInput(file));
      if (!verdict.ok) return refused(`Not a valid ${model}.`, verdict.issues);
      print(verdict.value);
      return undefined;
    });
  },
};

const request: Command = {
  args: 'ENDPOINT [FILE] [--image IMAGE] [--context FILE]',
  summary: 'the request an endpoint takes for these parameters (JSON), e.g. generate; --image for uploadMedia',
  count: [1, 2],
  options: { image: { type: 'string' }, context: { type: 'string' } },
  async run([endpoint, file], { image, context }) {
    return withKit(async (kit) => {
      const endpoints = kit.requests as unknown as Record<string, Build>;
      const build = Object.hasOwn(endpoints, endpoint!) ? endpoints[endpoint!] : undefined;
      if (!build) throw new MediaError('unknown_endpoint', `No such endpoint: ${endpoint}. There are ${Object.keys(endpoints).join(', ')}.`);
      const params = object(await readJson(file), 'The parameters');
      if (typeof image === 'string') params.image = await readInput(image);
      const known = typeof context === 'string' ? object(await readJson(context), 'The context') : undefined;
      const made = build(params, known);
      if (!made.ok) return refused(`The server would answer ${made.status}.`, made.issues);
      const { ok: _, body, ...rest } = made;
      print({ ...rest, ...(body && { body: JSON.parse(new TextDecoder().decode(body)) as unknown }) });
      return undefined;
    });
  },
};

const prompt: Command = {
  args: '[FILE]',
  summary: 'the prompt text for {"canvas": {"width", "height"}, "placements": […]}',
  count: [0, 1],
  async run([file]) {
    await withKit(async (kit) => {
      const { placements, canvas } = object(await readJson(file), 'The project');
      process.stdout.write(`${kit.prompt.describe(placements as never, canvas as never)}\n`);
    });
  },
};

/** Decodes the images that a project names, by paths relative to its own folder. */
async function loadImages(kit: MediaKit, files: Record<string, unknown>, folder: string): Promise<Map<string, ImageInput>> {
  const images = new Map<string, ImageInput>();
  for (const [id, file] of Object.entries(files)) {
    if (typeof file !== 'string') throw new MediaError('invalid_argument', `images.${id} must be the path of a file.`);
    images.set(id, kit.image.decode(await readInput(path.resolve(folder, file))));
  }
  return images;
}

const preview: Command = {
  args: 'PROJECT.json OUT.png',
  summary: 'the picture of {"canvas", "background"?, "placements", "images": {"assetId": "path"}}',
  count: [2, 2],
  async run([file, out]) {
    await withKit(async (kit) => {
      const project = object(await readJson(file), 'The project');
      const folder = file === '-' ? '.' : path.dirname(file!);
      const images = await loadImages(kit, object(project.images ?? {}, '"images"'), folder);
      const { missing, issues, ...picture } = kit.preview.render({ ...(project as unknown as PreviewOptions), images });
      for (const id of missing) process.stderr.write(`No image for asset ${JSON.stringify(id)}: a stand-in box is drawn.\n`);
      for (const issue of issues) process.stderr.write(`Not drawn: ${issue.loc.join('.')}: ${issue.message}\n`);
      await writeOutput(out!, kit.image.encodePng(picture));
    });
  },
};

const removeBackground: Command = {
  args: 'IN OUT.png [--type ASSET_TYPE] [--model ID|FILE] [--model-file FILE] [--device auto|wasm|webgpu]',
  summary: 'cut the subject out; the model is selfie (people), a known ID with its --model-file, or an ONNX file; with '
    + '--type flat backgrounds need none, and types that keep their background keep it',
  count: [2, 2],
  options: { type: { type: 'string' }, model: { type: 'string' }, 'model-file': { type: 'string' }, device: { type: 'string' } },
  async run([file, out], { type, model, 'model-file': modelFile, device }) {
    const { createBackgroundRemover } = await import('../background-removal/index.js');
    const image = await readInput(file);
    const remover = await createBackgroundRemover({
      model: model as ModelFile | undefined,
      modelUrl: modelFile as ModelFile | undefined,
      device: device as Device | undefined,
    });
    try {
      const assetType = type as MediaAssetType | undefined;
      const { png, method, fallbacks } = await remover.remove(image, { assetType, output: 'png', onProgress: progressLine() });
      if (method === 'none') process.stderr.write(`The background stays: that is the rule for ${type}.\n`);
      for (const { message } of fallbacks) process.stderr.write(`${message}\n`);
      await writeOutput(out!, png);
    } finally {
      remover.dispose();
    }
  },
};

/** On a terminal one line that is overwritten, else nothing. */
function progressLine(): ((progress: RemovalProgress) => void) | undefined {
  if (!process.stderr.isTTY) return undefined;
  return ({ phase, fraction }) => {
    const done = fraction >= 1;
    process.stderr.write(`\r\x1b[K${done ? '' : `${phase} ${Math.round(fraction * 100)} %`}`);
  };
}

const listModels: Command = {
  args: '',
  summary: 'the segmentation models that are known by ID, with their licences',
  count: [0, 0],
  async run() {
    const { models } = await import('../background-removal/index.js');
    print(models);
  },
};

const fetchModel: Command = {
  args: 'ID DIR [--from URL]',
  summary: 'a published model into a folder, for hosting it; its digest is checked; --from a mirror of yours',
  count: [2, 2],
  options: { from: { type: 'string' } },
  async run([id, folder], { from }) {
    const { fetchModel: fetchPublished } = await import('../background-removal/index.js');
    const progress = progressLine();
    const { bytes, licence, url } = await fetchPublished(id!, {
      ...(typeof from === 'string' && { from }),
      ...(progress && { onProgress: (fraction) => progress({ phase: 'model', fraction }) }),
    });
    const file = path.join(folder!, `${id}.onnx`);
    await makeFolder(folder!);
    await writeOutput(file, bytes);
    print({ file, bytes: bytes.length, licence, url });
  },
};

export const commands: Record<string, Command> = {
  'remove-background': removeBackground,
  preview,
  validate,
  request,
  prompt,
  probe,
  models: listModels,
  'fetch-model': fetchModel,
};
