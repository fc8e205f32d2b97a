// Other sentences for issues, in place of the core's.
import { MediaError } from './errors.js';
import { ISSUE_TYPES, type IssueType } from './generated/contract.js';
import { refuseOpaque } from './json.js';
import type { ContractIssue, IssueOf } from './verdicts.js';

/** A sentence with the words of `ctx` in braces, e.g. `Höchstens {max_length} Zeichen.`, or a function of the issue. */
export type IssueMessage<I = ContractIssue> = string | ((issue: I) => string);

/**
 * Sentences by the type of the issue, or by a field in either key style and the type:
 * `{ string_too_long: 'Zu lang.', 'displayName.string_too_long': 'Höchstens {max_length} Zeichen.' }`. Of a field within
 * another, `x` as well as `mediaAssetPlacements.x` is the name. The more special one counts; what is not there keeps its
 * sentence.
 */
export type IssueMessages = { readonly [T in IssueType]?: IssueMessage<IssueOf<T>> | undefined } & {
  readonly [field: `${string}.${IssueType}`]: IssueMessage | undefined;
};

const known = /* @__PURE__ */ new Set(ISSUE_TYPES);

interface Spoken {
  issues?: ContractIssue[];
  warnings?: ContractIssue[];
  drift?: ContractIssue[];
}

const asItIs = <T>(answer: T): T => answer;

/**
 * Puts the sentences into an answer's issues.
 * @throws MediaError `invalid_argument` for a name that is no type of issue, or a sentence that is none
 */
export function speaker(messages: IssueMessages | undefined | null): <T extends object>(answer: T) => T {
  if (messages === undefined || messages === null) return asItIs;
  if (typeof messages !== 'object') throw new MediaError('invalid_argument', '`messages` must be an object.');
  refuseOpaque(messages);
  const sentences = new Map<string, IssueMessage>();
  for (const [name, sentence] of Object.entries(messages) as [string, IssueMessage | undefined][]) {
    if (sentence === undefined) continue;
    if (!known.has(name.slice(name.lastIndexOf('.') + 1)))
      throw new MediaError('invalid_argument', `There is no type of issue ${JSON.stringify(name)}.`);
    if (typeof sentence !== 'string' && typeof sentence !== 'function')
      throw new MediaError('invalid_argument', `The message of ${name} must be a text or a function.`);
    sentences.set(name, sentence);
  }
  return (answer) => {
    const { issues = [], warnings = [], drift = [] } = answer as Spoken;
    for (const issue of [...issues, ...warnings, ...drift]) speak(issue, sentences);
    return answer;
  };
}

/** The keys of a place, without indices. */
const keysOf = (place: readonly (string | number)[]) => place.filter((step) => typeof step === 'string');

function speak(issue: ContractIssue, sentences: ReadonlyMap<string, IssueMessage>): void {
  let sentence = sentences.get(issue.type);
  // The longer name of the field is the more special one, and counts.
  const styles = [keysOf(issue.loc), keysOf(issue.path)] as const;
  for (let from = styles[0].length - 1; from >= 0; from--)
    for (const keys of styles) sentence = sentences.get(`${keys.slice(from).join('.')}.${issue.type}`) ?? sentence;
  if (sentence === undefined) return;
  if (typeof sentence === 'function') {
    issue.message = String(sentence(issue));
    return;
  }
  const ctx = issue.ctx as Record<string, unknown>;
  issue.message = sentence.replace(/\{(\w+)\}/g, (braces, word: string) => (Object.hasOwn(ctx, word) ? String(ctx[word]) : braces));
}
