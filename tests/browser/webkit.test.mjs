// WebKit's driver and its screen end with whoever started them: a test that is killed leaves nothing running.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createInterface } from 'node:readline';
import test from 'node:test';
import { needsWebKit } from './webkit.mjs';

/** What runs in a process group; one that has ended and that nobody asked after does not. */
const running = (group) => fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
  try {
    const [state, , itsGroup] = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    return Number(itsGroup) === group && state !== 'Z' ? [fs.readFileSync(`/proc/${pid}/comm`, 'utf8').trim()] : [];
  } catch {
    return []; // ended meanwhile
  }
});

const START = `const { launchWebKit } = await import(process.argv[1]); const { groups, downloads } = await launchWebKit(); console.log(JSON.stringify({ groups, downloads })); setInterval(() => {}, 1e6);`;

test('a process that is killed leaves neither driver nor screen nor browser', needsWebKit, async () => {
  const starter = spawn(process.execPath, ['--input-type=module', '-e', START, new URL('webkit.mjs', import.meta.url).href], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(starter, 'exit').then(([code]) => assert.fail(`ended with ${code} before WebKit was there`));
  const [line] = await Promise.race([once(createInterface({ input: starter.stdout }), 'line'), gone]);
  gone.catch(() => {}); // it is about to be killed
  const { groups, downloads } = JSON.parse(line);
  const started = groups.flatMap(running).join();
  for (const name of ['WebKitWebDriver', 'MiniBrowser', 'Xvfb']) assert.ok(started.includes(name.slice(0, 15)), `${name} is among ${started}`);
  starter.kill('SIGKILL');
  while (groups.flatMap(running).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  fs.rmSync(downloads, { recursive: true, force: true, maxRetries: 5 });
});
