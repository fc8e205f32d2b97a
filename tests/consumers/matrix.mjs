// Tries the packed package in every environment of environments.mjs, or in those whose names hold a given text, and
// prints the table that js/README.md shows. Exit status 1 where something fails.
//   node tests/consumers/matrix.mjs [TEXT…] [--write]
import fs from 'node:fs';
import path from 'node:path';
import { launchChromium, launchFirefox } from '../browser/support.mjs';
import { environments } from './environments.mjs';
import { installPacked, packOnce, root } from './support.mjs';
import { faultsOf, parts, tableOf, withTable } from './table.mjs';
import { launchWebKit } from './webkit.mjs';

const args = process.argv.slice(2);
const wanted = args.filter((arg) => !arg.startsWith('--'));
const chosen = environments.filter(({ name }) => wanted.length === 0 || wanted.some((text) => name.toLowerCase().includes(text.toLowerCase())));

const browsers = {};
const open = (name, launch) => () => (browsers[name] ??= launch());

async function tryOne({ packages, scripts = [], answers }) {
  let consumer;
  try {
    consumer = installPacked(...packages);
    for (const name of scripts) consumer.install(name);
    return await answers({ ...consumer, chromium: open('chromium', launchChromium), firefox: open('firefox', launchFirefox), webkit: open('webkit', launchWebKit) });
  } catch (thrown) {
    const said = `${thrown.message}\n${thrown.stderr ?? ''}${thrown.stdout ?? ''}`.slice(0, 4000);
    return Object.fromEntries(parts.map(({ key }) => [key, said]));
  } finally {
    if (args.includes('--keep')) console.error(consumer?.folder);
    else consumer?.remove();
  }
}

packOnce();
const rows = [];
for (const environment of chosen) {
  const start = performance.now();
  const said = await tryOne(environment);
  rows.push({ ...environment, said });
  const faults = faultsOf(rows.at(-1));
  console.error(`${environment.name} (${Math.round((performance.now() - start) / 1000)} s): ${faults.length === 0 ? 'all works' : faults.join('\n  ')}`);
}
for (const browser of Object.values(browsers)) await (await browser).close();

const table = tableOf(rows);
console.log(table);
if (args.includes('--write')) {
  const guide = path.join(root, 'js/README.md');
  fs.writeFileSync(guide, withTable(fs.readFileSync(guide, 'utf8'), table));
}
process.exitCode = rows.every((row) => faultsOf(row).length === 0) ? 0 : 1;
