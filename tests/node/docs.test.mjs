// README.md and the guides: code that runs as pasted, links that lead somewhere, in the repository and in the package.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, { before } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { anchorsOf, blocksOf, documents, linksOf, root, textOf } from '../docs/blocks.mjs';

// Inside the package, so that it finds itself by its name.
const folder = path.join(root, 'build/docs-snippets');

before(async () => {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  // The page's picture shows a person; a reader's logo.png and photo.jpg are whatever they have.
  const picture = fs.readFileSync(path.join(root, 'demo/screenshot.png'));
  const kit = await createMediaKit();
  fs.writeFileSync(path.join(folder, 'logo.png'), picture);
  fs.writeFileSync(path.join(folder, 'photo.jpg'), kit.image.encodeJpeg(kit.image.decode(picture)));
  kit.dispose();
});

const run = ({ code, name }) => {
  const file = path.join(folder, `${name.replace(/\W/g, '-')}.mjs`);
  fs.writeFileSync(file, code);
  return execFileSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' });
};

test("README.md is short, and its five snippets run as pasted", () => {
  assert.ok(textOf('README.md').split('\n').length <= 160);
  const snippets = blocksOf('README.md').filter(({ language }) => language !== 'sh');
  assert.deepEqual(snippets.map(({ language }) => language), ['js', 'js', 'js', 'js', 'js']);
  const printed = snippets.map(run);
  assert.match(printed[0], /^POST \/api\/v1\/media-library \d{6} bytes$/m);
  assert.match(printed[1], /^displayName This must not be empty\.$/m);
  assert.match(printed[2], /^(model (good|doubtful)|no_subject .*)$/m);
  assert.match(printed[3], /Hero/);
  assert.match(printed[4], /x: 50,/);
  assert.ok(fs.statSync(path.join(folder, 'preview.png')).size > 10_000);
});

test("the guides' js blocks run as they stand, and print what they say", () => {
  const blocks = documents.slice(1).flatMap(blocksOf).filter(({ language }) => language === 'js');
  assert.ok(blocks.length >= 3);
  for (const block of blocks) {
    const said = [...block.code.matchAll(/^ *\/\/ → (.*)$/gm)].map(([, line]) => line);
    const printed = run(block).split('\n');
    assert.deepEqual(printed.filter((line) => said.includes(line)), said, block.name);
  }
});

test("the guides' ts blocks type-check under --strict", () => {
  const blocks = documents.flatMap(blocksOf).filter(({ language }) => language === 'ts' || language === 'tsx');
  assert.ok(blocks.length >= 4);
  fs.copyFileSync(path.join(root, 'tests/docs/ambient.d.ts'), path.join(folder, 'ambient.d.ts'));
  const files = blocks.map(({ code, language, name }) => {
    const file = path.join(folder, `${name.replace(/\W/g, '-')}.${language}`);
    fs.writeFileSync(file, `${code}export {};\n`);
    return file;
  });
  const options = '--noEmit --strict --target es2022 --module esnext --moduleResolution bundler --jsx react-jsx --lib es2023,esnext.disposable,dom --types node --ignoreConfig';
  const { status, stdout } = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/typescript/bin/tsc'), ...options.split(' '), path.join(folder, 'ambient.d.ts'), ...files],
    { encoding: 'utf8', cwd: root },
  );
  assert.equal(status, 0, stdout);
});

test('every block says what it is, so that none goes untested', () => {
  const languages = new Set(documents.flatMap(blocksOf).map(({ language, code }) => language || (/[─▸]/.test(code) ? 'drawing' : code)));
  assert.deepEqual([...languages].filter((language) => !['js', 'ts', 'tsx', 'sh', 'json', 'html', 'drawing'].includes(language)), []);
});

test('every link and picture of README.md and the guides is there, in the repository and in the package', () => {
  const { files } = JSON.parse(textOf('package.json'));
  const packed = (file) => ['README.md', 'LICENSE', 'package.json'].includes(file) || files.some((entry) => file === entry || file.startsWith(`${entry}/`));
  for (const document of documents) {
    assert.ok(packed(document), `${document} is not in the package`);
    for (const link of linksOf(document)) {
      if (/^https?:/.test(link)) continue;
      const [target, anchor] = link.split('#');
      const file = target ? path.posix.join(path.posix.dirname(document), target) : document;
      assert.ok(fs.existsSync(path.join(root, file)), `${document}: ${link} leads nowhere`);
      assert.ok(packed(file), `${document}: ${link} leads out of the package`);
      if (anchor) assert.ok(anchorsOf(file).includes(anchor), `${document}: ${link} names no heading`);
    }
  }
});
