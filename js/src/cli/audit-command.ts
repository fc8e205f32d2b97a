// media-wasm audit: a live backend beside the tables.
import { auditOpenApi } from '../audit/audit.js';
import { isBreaking } from '../audit/difference.js';
import { auditGitHub, auditMarkdown, auditText } from '../audit/report.js';
import { MediaError, toMediaError } from '../errors.js';
import { TABLES } from '../generated/tables.js';
import { command, withContractKit, type Refusal } from './command.js';
import { readJson } from './io.js';
import { flag, text, UsageError } from './options.js';

/** An OpenAPI document of this size has some thousand endpoints. */
const MAX_BYTES = 16 * 2 ** 20;

const TIMEOUT_MS = 30_000;

const FAIL_ON = ['breaking', 'permissive', 'any', 'never'] as const;

export const audit = command({
  args: '[FILE|URL]',
  summary: 'compare a backend\'s OpenAPI document with the contract; exit status 1 where something breaks',
  notes: 'A backend of FastAPI has its document at /openapi.json.\nWithout an argument it is read from standard input.',
  count: [0, 1],
  options: {
    markdown: flag('the comparison as tables, for a person'),
    github: flag('annotations for a GitHub workflow'),
    failOn: text<(typeof FAIL_ON)[number]>('WHAT', `what makes the exit status 1: ${FAIL_ON.join(', ')} (default breaking)`),
  },
  async run([source], { markdown, github, failOn = 'breaking' }, report) {
    const { json } = report.style;
    if (!FAIL_ON.includes(failOn)) throw new UsageError(`--fail-on takes ${FAIL_ON.join(', ')}, not "${failOn}".`);
    if ([markdown, github, json].filter(Boolean).length > 1) throw new UsageError('--json, --markdown and --github exclude each other.');
    const document = source !== undefined && /^https?:\/\//i.test(source) ? await fetchJson(source) : await readJson(source);
    return withContractKit((kit): Refusal | void => {
      const found = auditOpenApi(document, TABLES);
      if (json) report.print(found);
      else process.stdout.write(markdown ? auditMarkdown(found, TABLES, kit.contract.constants) : github ? auditGitHub(found, TABLES) : auditText(found, TABLES));
      const counted = found.differences.filter(({ effect }) => failOn === 'any' || (failOn !== 'never' && isBreaking(effect)) || (failOn === 'permissive' && effect === 'more_permissive'));
      if (counted.length > 0) return { code: 'contract_drift', message: `${counted.length} of the differences fail this audit (--fail-on ${failOn}).` };
    });
  },
});

async function fetchJson(url: string): Promise<unknown> {
  const failed = (why: string, thrown?: unknown): MediaError => toMediaError(thrown, 'fetch_failed', `${url} ${why}`);
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), headers: { accept: 'application/json' } });
  } catch (thrown) {
    throw failed('could not be fetched', thrown);
  }
  if (!response.ok) throw new MediaError('fetch_failed', `${url} answered ${response.status}.`);
  const bytes: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > MAX_BYTES) throw new MediaError('input_too_large', `${url} has more than ${MAX_BYTES / 2 ** 20} MiB.`);
      bytes.push(chunk);
    }
  } catch (thrown) {
    throw thrown instanceof MediaError ? thrown : failed('broke off', thrown);
  }
  try {
    return JSON.parse(Buffer.concat(bytes).toString('utf8')) as unknown;
  } catch (thrown) {
    throw toMediaError(thrown, 'invalid_json', `${url} did not answer JSON.`);
  }
}
