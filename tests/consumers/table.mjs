// The table of environments that js/README.md shows.

/** Columns: what run() of the app tries. */
export const parts = [
  { key: 'core', title: 'kit' },
  { key: 'url', title: '`/url`' },
  { key: 'worker', title: 'removal in a worker' },
  { key: 'thread', title: 'removal with `worker: false`' },
];

/**
 * What a row's app said that it should not have. `without` names what an environment has not: a code that is heard
 * instead, or — where it is not tried.
 */
export function faultsOf({ said, without = {} }) {
  const expected = (key) => (without[key] === undefined ? 'ok' : `${without[key].replaceAll('`', '')}:`);
  return [...new Set(parts.map(({ key }) => key).filter((key) => without[key] !== '—' && !`${said[key]}:`.startsWith(expected(key))).map((key) => said[key]))];
}

export function tableOf(rows) {
  const cell = (row, { key }) => (row.said[key] === 'ok' ? '✓' : (row.without?.[key] ?? '✗'));
  return [
    `| environment | ${parts.map(({ title }) => title).join(' | ')} | needs |`,
    `|---|${parts.map(() => '---|').join('')}---|`,
    ...rows.map((row) => `| ${row.name} | ${parts.map((part) => cell(row, part)).join(' | ')} | ${row.needs ?? ''} |`),
  ].join('\n');
}

const START = '<!-- npm run test:consumers -->';
const END = '<!-- end -->';

export function withTable(text, table) {
  const [from, to] = [text.indexOf(START), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`No place for the table: ${START} … ${END}`);
  return `${text.slice(0, from + START.length)}\n${table}\n${text.slice(to)}`;
}

/** The names of the rows that a text shows. */
export const shownIn = (text) =>
  text.slice(text.indexOf(START), text.indexOf(END)).split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| environment')).map((line) => line.split(' | ')[0].slice(2));
