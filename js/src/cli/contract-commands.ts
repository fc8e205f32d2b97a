// Commands about what the backend takes: models, requests, the prompt.
import { MediaError } from '../errors.js';
import type { ContractIssue, ModelName, RequestResult } from '../index.js';
import { command, withContractKit, type Refusal } from './command.js';
import { object, readInput, readJson } from './io.js';
import { parseExact, withDigits } from './json.js';
import { text } from './options.js';

const refused = (message: string, issues: readonly ContractIssue[]): Refusal => ({ code: 'refused', message, issues });

const parseBody = (body: Uint8Array): unknown => parseExact(new TextDecoder().decode(body));

type Build = (params: unknown, context?: unknown) => RequestResult;

export const validate = command({
  args: 'MODEL [FILE]',
  summary: 'check JSON against a model of the backend, e.g. UploadMediaRequest; prints it with defaults filled in',
  count: [1, 2],
  async run([model, file], _, report) {
    return withContractKit(async (kit) => {
      const json = await readInput(file);
      const verdict = kit.contract.validate(model as ModelName, json);
      if (!verdict.ok) return refused(`Not a valid ${model}.`, verdict.issues);
      // Its numbers are JavaScript's; what goes over the wire has all digits.
      const wire = kit.contract.encode(model as ModelName, json);
      report.print(wire.ok ? withDigits(verdict.value, parseBody(wire.body)) : verdict.value);
      return undefined;
    });
  },
});

export const request = command({
  args: 'ENDPOINT [FILE]',
  summary: 'the request that an endpoint takes for parameters in JSON, e.g. generate',
  count: [1, 2],
  options: {
    image: text('IMAGE', 'the file that uploadMedia sends'),
    context: text('FILE', 'what is known of the library, as JSON: {"tier", "counts", "total", "knownIds"}'),
  },
  async run([endpoint, file], { image, context }, report) {
    return withContractKit(async (kit) => {
      const endpoints = kit.requests as unknown as Record<string, Build>;
      const build = Object.hasOwn(endpoints, endpoint!) ? endpoints[endpoint!] : undefined;
      if (!build) throw new MediaError('unknown_endpoint', `No such endpoint: ${endpoint}. There are ${Object.keys(endpoints).join(', ')}.`);
      const { parameter, body: model, query } = kit.contract.endpoints.find(({ name }) => name === endpoint)!;
      // Whatever an endpoint takes: an object, a list of ids, an id. What takes nothing waits for no input.
      const given = file !== undefined || parameter || model || query ? await readJson(file) : undefined;
      const params = image === undefined ? given : { ...object(given, 'The parameters'), image: await readInput(image) };
      const known = context !== undefined ? object(await readJson(context), 'The context') : undefined;
      const made = build(params, known);
      if (!made.ok) return refused(`The server would answer ${made.status}.`, made.issues);
      const { ok: _, body, ...rest } = made;
      report.print({ ...rest, ...(body && { body: parseBody(body) }) });
      return undefined;
    });
  },
});

export const prompt = command({
  args: '[FILE]',
  summary: 'the prompt text for {"canvas": {"width", "height"}, "placements": […]}',
  count: [0, 1],
  async run([file]) {
    await withContractKit(async (kit) => {
      const { placements, canvas } = object(await readJson(file), 'The project');
      process.stdout.write(`${kit.prompt.describe(placements as never, canvas as never)}\n`);
    });
  },
});
