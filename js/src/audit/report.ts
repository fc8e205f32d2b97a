// An audit in words: for a terminal, for a pull request, for GitHub's log.
import type { AuditReport } from './audit.js';
import { describe } from './compare.js';
import { EFFECTS, isBreaking, type Difference, type Effect } from './difference.js';
import type { Constants } from '../contract.js';
import type { EndpointRow, FieldRow, Tables } from '../tables.js';

const HEADINGS: Readonly<Record<Effect, string>> = {
  breaks_requests: 'Breaks requests',
  breaks_responses: 'Breaks responses',
  more_permissive: 'More permissive',
  information: 'For information',
};

const value = (what: unknown): string => (what === null ? 'nothing' : typeof what === 'string' ? what : Array.isArray(what) && what.every((one) => typeof one === 'string') ? what.join(', ') : JSON.stringify(what));

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

function headline({ aligned, server, differences, endpoints }: AuditReport, tables: Tables): string {
  const breaking = differences.filter(({ effect }) => isBreaking(effect)).length;
  const found = `${endpoints.length} of ${tables.endpoints.length} endpoints found, ${count(differences.length, 'difference')}`;
  return `${server || 'This backend'}: ${aligned ? 'aligned' : `${count(breaking, 'breaking difference')}`} (${found}).`;
}

/** For a terminal. */
export function auditText(report: AuditReport, tables: Tables): string {
  const parts = [headline(report, tables)];
  for (const effect of EFFECTS) {
    const found = report.differences.filter((difference) => difference.effect === effect);
    if (found.length === 0) continue;
    parts.push(`${HEADINGS[effect]} (${found.length})\n${found.map((difference) => `  ${difference.row || difference.where}  [${difference.kind}]\n    tables: ${value(difference.ours)}; server: ${value(difference.theirs)}\n    ${difference.message}${difference.row ? ` (${difference.where})` : ''}`).join('\n')}`);
  }
  const aliases = Object.entries(report.aliases);
  if (aliases.length > 0) parts.push(`Under another name\n${aliases.map(([ours, theirs]) => `  ${ours} is ${theirs} to the server`).join('\n')}`);
  parts.push(`Not checked\n${report.notChecked.map((what) => `  ${what}`).join('\n')}`);
  return `${parts.join('\n\n')}\n`;
}

/** One annotation a difference, as GitHub's workflow commands. */
export function auditGitHub(report: AuditReport, tables: Tables): string {
  const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const level = (effect: Effect): string => (isBreaking(effect) ? 'error' : effect === 'more_permissive' ? 'warning' : 'notice');
  const lines = report.differences.map(({ effect, kind, row, where, ours, theirs, message }) =>
    `::${level(effect)} title=${property(`${HEADINGS[effect]}: ${row || where}`)}::${escaped(`${kind}: tables ${value(ours)}, server ${value(theirs)}. ${message}`)}`);
  return `${[...lines, headline(report, tables)].join('\n')}\n`;
}

/** Text as one cell of a table. */
const cell = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replace(/\s*[\r\n]+\s*/g, ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** The comparison as the tables that a person would have made. */
export function auditMarkdown(report: AuditReport, tables: Tables, constants: Constants): string {
  const sections = [
    `# Contract audit\n\n${headline(report, tables)}`,
    differences(report),
    `## Endpoints\n\n${table(['endpoint', 'hook', 'method', 'path', 'status'], tables.endpoints.map((endpoint) => endpointRow(endpoint, report)))}`,
    `## Columns of MediaAsset\n\n${table(['column', 'type', 'default', 'status'], fields(tables, 'MediaAsset').map((field) => fieldRow('MediaAsset', field, report)))}`,
    `## Media asset types\n\n${table(['type', 'status'], assetTypes(tables, report))}`,
    `## Schemas\n\n${table(['model', 'the server\'s name', 'fields', 'status'], tables.models.map(({ name, fields: rows }) => [name, report.aliases[name] ?? name, String(rows.length), modelStatus(name, report)]))}`,
    `## Constants\n\n${constantsTable(constants, report)}`,
    `## Not checked\n\n${report.notChecked.map((what) => `- ${what}`).join('\n')}`,
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

function differences({ differences: found }: AuditReport): string {
  const sections = EFFECTS.map((effect) => {
    const rows = found.filter((difference) => difference.effect === effect);
    if (rows.length === 0) return '';
    return `## ${HEADINGS[effect]}\n\n${table(['row', 'what', 'tables', 'server', 'where'], rows.map(({ row, kind, ours, theirs, where }) => [row || '–', kind, value(ours), value(theirs), where]))}`;
  });
  return sections.filter(Boolean).join('\n\n');
}

const fields = (tables: Tables, model: string): readonly FieldRow[] => tables.models.find(({ name }) => name === model)?.fields ?? [];

/** The worst that was found of some rows. */
function status(report: AuditReport, concerns: (difference: Difference) => boolean): string {
  const worst = report.differences.find(concerns);
  return worst ? `${HEADINGS[worst.effect].toLowerCase()}: ${worst.kind}` : 'aligned';
}

function endpointRow({ name, hook, method, path, query }: EndpointRow, report: AuditReport): string[] {
  return [name, hook || '–', method, path, status(report, ({ row }) => row === name || row.startsWith(`${name}.`) || (query !== '' && row.startsWith(`${query}.`)))];
}

function fieldRow(model: string, field: FieldRow, report: AuditReport): string[] {
  const row = `${model}.${field.name}`;
  return [field.name, describe(field), field.default === undefined ? 'required' : JSON.stringify(field.default), modelStatus(row, report)];
}

/** Of a model or a row of one: what was found there, or that the document does not tell. */
function modelStatus(row: string, report: AuditReport): string {
  const found = status(report, (difference) => difference.row === row || difference.row.startsWith(`${row}.`) || difference.row.startsWith(`${row}[`));
  return found === 'aligned' && report.notChecked.some((what) => what.startsWith(`${row}:`)) ? 'not checked' : found;
}

/** The words of a vocabulary, each with the places where the server has not the same. */
function assetTypes({ vocabularies }: Tables, { differences: found }: AuditReport): string[][] {
  const types = vocabularies.find(({ name }) => name === 'MediaAssetType')?.words ?? [];
  const ofTypes = found.filter(({ kind, row }) => kind === 'enum' && /(^|\.)asset_type$/.test(row));
  const gone = new Set(ofTypes.flatMap(({ ours }) => (Array.isArray(ours) ? (ours as string[]) : [])));
  const isOurs = (difference: Difference): boolean => !/Coach|Generate/.test(difference.row);
  const fresh = new Set(ofTypes.filter(isOurs).flatMap(({ theirs }) => (Array.isArray(theirs) ? (theirs as string[]) : [])));
  return [...types.map((word) => [word, gone.has(word) ? 'not on the server' : 'aligned']), ...[...fresh].map((word) => [word, 'only on the server'])];
}

/** The backend's constants; of most of them no schema tells anything. */
function constantsTable(constants: Constants, report: AuditReport): string {
  const perPrompt = status(report, ({ row, kind }) => /media_asset_(ids|placements)$/.test(row) && kind === 'max_items');
  const rows = Object.entries(constants)
    .filter(([, held]) => typeof held === 'number' || (Array.isArray(held) && held.length < 10))
    .map(([name, held]) => [name, value(held), name === 'MAX_PROMPT_INJECTION_ASSETS' ? perPrompt : 'not checked: no schema has it']);
  return table(['constant', 'tables', 'status'], rows);
}
