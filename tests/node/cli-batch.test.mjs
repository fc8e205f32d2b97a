// Several files, folders and patterns; the commands for pictures; what is said of results.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import test from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { cli, commandLine } from './cli-support.mjs';

const { folder, at, media, write, read } = commandLine();
const kit = await createMediaKit();

/** A dark square on a ground. */
function drawing(width, height, ground = [255, 255, 255, 255]) {
  const data = new Uint8ClampedArray(4 * width * height).map((_, i) => ground[i % 4]);
  for (let y = height / 4; y < (3 * height) / 4; y++) for (let x = width / 4; x < (3 * width) / 4; x++) data.set([20, 30, 90, 255], 4 * (width * y + x));
  return { width, height, data };
}
fs.mkdirSync(at('in/deep'), { recursive: true });
write('in/a.png', kit.image.encodePng(drawing(40, 40)));
write('in/b.jpg', kit.image.encodeJpeg(drawing(80, 40)));
write('in/deep/c.png', kit.image.encodePng(drawing(24, 24)));
write('in/notes.txt', 'no picture');
write('clear.png', kit.image.encodePng(drawing(40, 40, [0, 0, 0, 0])));
const sizeOf = (name) => {
  const { width, height, mime } = kit.image.probe(read(name));
  return `${mime} ${width}x${height}`;
};

test('a folder, with the folders in it or without, and patterns that the shell left', () => {
  const { status, stderr } = media(['resize', 'in', '--out', 'one', '--width', '20']);
  assert.equal(status, 0, stderr);
  assert.deepEqual(fs.readdirSync(at('one')).sort(), ['a.png', 'b.jpg']);
  assert.equal(sizeOf('one/b.jpg'), 'image/jpeg 20x10');
  assert.equal(stderr.split('\n').length, 3, 'one line each');
  assert.match(stderr, /^\[1\/2\] in\/a\.png -> one\/a\.png \(20 x 20, \d+ bytes\)\n/);

  assert.equal(media(['resize', 'in', '-r', '-o', 'all', '--width', '20', '-q']).stderr, '');
  assert.ok(fs.existsSync(at('all/deep/c.png')));

  assert.equal(media(['encode', 'in/**/*.{png,jpg}', '--out', 'glob']).status, 0);
  assert.deepEqual(fs.readdirSync(at('glob'), { recursive: true }).sort(), ['a.png', 'b.png', 'deep', 'deep/c.png']);
  assert.equal(media(['encode', 'in/[!b].pn?', '--out', 'class']).status, 0);
  assert.deepEqual(fs.readdirSync(at('class')), ['a.png']);
  write('in/[x].png', read('in/a.png'));
  assert.equal(media(['encode', 'in/[x].png', 'literal.png']).status, 0, 'a name that is there is no pattern');
  fs.rmSync(at('in/[x].png'));
  assert.match(media(['encode', 'none/*.png', '--out', 'x']).stderr, /No file is named like none\/\*\.png\. \[file_not_found\]/);
});

test('what fails does not keep the rest from being done, is listed at the end, and the status is 1', () => {
  const { status, stdout, stderr } = media(['encode', 'in/a.png', 'in/notes.txt', 'gone.png', 'in/b.jpg', '--out', 'some']);
  assert.equal(status, 1);
  assert.equal(stdout, '');
  assert.deepEqual(fs.readdirSync(at('some')).sort(), ['a.png', 'b.png']);
  assert.match(stderr, /2 of 4 failed\. \[refused\]\n {2}in\/notes\.txt: .+ \[unsupported_format\]\n {2}gone\.png: .+ \[file_not_found\]\n$/);
  const json = media(['encode', 'in/a.png', 'in/notes.txt', '--out', 'some-json', '--json']);
  assert.equal(json.status, 1);
  assert.deepEqual(json.stdout.trim().split('\n').map((line) => JSON.parse(line).output), ['some-json/a.png']);
  assert.deepEqual(JSON.parse(json.stderr).failures.map(({ input, code }) => [input, code]), [['in/notes.txt', 'unsupported_format']]);
  const alike = media(['resize', 'in/a.png', 'in/b.jpg', '--out', 'none', '--width', '0']);
  assert.match(alike.stderr, /1 of 2 failed\. The 1 after it would fail alike/);
});

test('results that would fall on each other, or on another input, are refused before anything is written', () => {
  fs.mkdirSync(at('clash'));
  write('clash/a.png', read('in/a.png'));
  write('clash/a.jpg', read('in/b.jpg'));
  for (const args of [['clash', '--out', 'clashed'], ['clash', '--out', 'clash', '--force']]) {
    const { status, stderr } = media(['encode', ...args]);
    assert.equal(status, 1);
    assert.match(stderr, /\[file_exists\]/);
  }
  assert.ok(!fs.existsSync(at('clashed')));
  assert.ok(read('clash/a.png').equals(read('in/a.png')));
  assert.equal(media(['encode', 'in/a.png', '--out', 'one']).status, 1, 'a result that is there');
  assert.equal(media(['encode', 'in/a.png', '--out', 'one', '--force']).status, 0);
});

test('several files without a folder to go to are a usage error', () => {
  for (const args of [['a', 'b', 'c'], ['in', 'out.png'], ['in/*.png', 'in/*.jpg', 'out.png'], ['in/a.png'], ['-', '--out', 'x'], ['in/a.png', '--out', '-']]) {
    assert.equal(media(['encode', ...args]).status, 2, args.join(' '));
  }
});

test('resize keeps the proportions within the sides, unless told to stretch', () => {
  for (const [args, size] of [
    [['--width', '40'], '40x20'],
    [['--height', '10'], '20x10'],
    [['--width', '40', '--height', '40'], '40x20'],
    [['--width', '40', '--height', '40', '--stretch', '--filter', 'nearest'], '40x40'],
    [['--width', '1'], '1x1'],
  ]) {
    assert.equal(media(['resize', 'in/b.jpg', 'r.png', '--force', ...args]).status, 0);
    assert.equal(sizeOf('r.png'), `image/png ${size}`);
  }
  for (const args of [[], ['--width', 'x'], ['--width', '5', '--stretch']]) assert.equal(media(['resize', 'in/b.jpg', 'x.png', ...args]).status, 2);
  for (const args of [['--width', '-5'], ['--width', '1.5'], ['--width', '70000'], ['--width', '9', '--filter', 'magic']]) {
    assert.equal(JSON.parse(media(['resize', 'in/b.jpg', 'x.png', '--json', ...args]).stderr).code, 'invalid_argument', args.join(' '));
  }
});

test('encode takes a quality, a limit in bytes and a background', () => {
  assert.equal(media(['encode', 'in/b.jpg', 'fine.jpg', '--quality', '100']).status, 0);
  assert.equal(media(['encode', 'in/b.jpg', 'coarse.jpg', '--quality', '5']).status, 0);
  assert.ok(read('coarse.jpg').length < read('fine.jpg').length);
  const { stdout } = media(['encode', 'in/b.jpg', 'within.jpg', '--max-bytes', '1200', '--json']);
  assert.ok(read('within.jpg').length <= 1200);
  assert.equal(JSON.parse(stdout).bytes, read('within.jpg').length);
  assert.equal(media(['encode', 'clear.png', 'red.jpg', '--background', '#ff0000']).status, 0);
  const [red, green] = kit.image.decode(read('red.jpg')).data;
  assert.ok(red > 245 && green < 10);
});

test('export makes the files of a platform; presets tells which', () => {
  const known = JSON.parse(media(['presets']).stdout);
  for (const [name, { mime, sizes, maxBytes }] of Object.entries(known)) {
    assert.equal(media(['export', name, 'in/a.png', '--out', `for/${name}`]).status, 0);
    for (const [width, height] of sizes) {
      const file = `for/${name}/a-${width}x${height}.${mime === 'image/png' ? 'png' : 'jpg'}`;
      assert.equal(sizeOf(file), `${mime} ${width}x${height}`);
      assert.ok(read(file).length <= maxBytes);
    }
  }
  assert.match(media(['export', 'myspace', 'in/a.png', '--out', 'x']).stderr, /twitch_emote/);
  assert.equal(media(['export', 'twitch_emote', 'in/a.png', '--out', 'for/twitch_emote']).status, 1, 'they are there');
  assert.equal(media(['export', 'twitch_emote', 'in/a.png']).status, 2);
});

test('probe of several files is a list', () => {
  const { status, stdout } = media(['probe', 'in', '--json']);
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout).map(({ file, width }) => [file, width]), [['in/a.png', 40], ['in/b.jpg', 80]]);
  const some = media(['probe', 'in/a.png', 'in/notes.txt', '--json']);
  assert.equal(some.status, 1);
  assert.equal(JSON.parse(some.stdout).length, 1);
  assert.equal(JSON.parse(some.stderr).failures[0].input, 'in/notes.txt');
});

test('remove-background on many files, with every option for the result', () => {
  const { status, stderr } = media(['remove-background', 'in', '--out', 'cut', '--mode', 'flat', '--trim', '2']);
  assert.equal(status, 0, stderr);
  assert.match(stderr, /in\/a\.png -> cut\/a\.png \(flat, \d+ % sure\)/);
  assert.equal(sizeOf('cut/a.png'), 'image/png 24x24');
  const told = JSON.parse(media(['remove-background', 'in/a.png', 'told.png', '--mode', 'flat', '--json']).stdout);
  assert.deepEqual([told.input, told.output, told.method, told.reason, told.width], ['in/a.png', 'told.png', 'flat', 'asked', 40]);

  assert.equal(media(['remove-background', 'in/a.png', 'mask.png', '--mode', 'flat', '--mask']).status, 0);
  const mask = kit.image.decode(read('mask.png'));
  assert.deepEqual([...mask.data.slice(0, 4), ...mask.data.slice(4 * 820, 4 * 820 + 4)], [0, 0, 0, 255, 255, 255, 255, 255]);
  assert.equal(media(['remove-background', 'in/a.png', 'on.jpg', '--mode', 'flat', '--background', '#00ff00']).status, 0);
  const [red, green] = kit.image.decode(read('on.jpg')).data;
  assert.ok(red < 30 && green > 225);
  assert.equal(media(['remove-background', 'in/a.png', 'onto.png', '--mode', 'flat', '--background', 'in/b.jpg']).status, 0);
  assert.ok(kit.image.decode(read('onto.png')).data.every((value, i) => i % 4 !== 3 || value === 255));
  for (const [name, args] of [['soft', ['--feather', '6']], ['hard', ['--feather', '6', '--threshold', '0.5']]]) {
    assert.equal(media(['remove-background', 'in/a.png', `${name}.png`, '--mode', 'flat', ...args]).status, 0);
  }
  const levels = (name) => new Set(kit.image.decode(read(name)).data.filter((_, i) => i % 4 === 3)).size;
  assert.ok(levels('soft.png') > 3);
  for (const args of [['--mode', 'nonsense'], ['--holes', 'nonsense'], ['--threshold', '2'], ['--threads', '0'], ['--background', '#nope']]) {
    const refused = media(['remove-background', 'in/a.png', 'none.png', '--json', ...args]);
    assert.deepEqual([refused.status, JSON.parse(refused.stderr).code], [1, 'invalid_argument'], args.join(' '));
  }
  assert.equal(media(['remove-background', 'in/a.png', 'none.png', '--threshold', 'x']).status, 2);
  assert.equal(media(['remove-background', 'in/a.png', 'none.png', '--trim', 'x']).status, 2);
});

test('models by name from a folder', () => {
  fs.mkdirSync(at('models'));
  for (const args of [['--models', 'models'], ['--models', 'models/'], ['--models', 'models', '--model', 'selfie']]) {
    const { stderr } = media(['remove-background', 'in/a.png', 'none.png', '--model', 'u2netp', '--mode', 'model', ...args, '--json']);
    if (args.includes('selfie')) continue; // whichever is first
    assert.equal(JSON.parse(stderr).code, 'model_unavailable');
    assert.match(stderr, /models\/u2netp\.onnx/);
  }
});

test('what is said of a picture is true of it', () => {
  const clear = media(['remove-background', 'clear.png', 'clear-out.png', '--type', 'logo']);
  assert.equal(clear.status, 0);
  assert.match(clear.stderr, /transparent already/);
  assert.doesNotMatch(clear.stderr, /rule/);
  assert.match(media(['remove-background', 'in/a.png', 'kept.png', '--type', 'overlay']).stderr, /that is the rule for overlay/);
  assert.equal(media(['remove-background', 'in/a.png', 'kept.png', '--type', 'overlay', '-q', '--force']).stderr, '');
});

test('a bar on a terminal', { skip: spawnSync('script', ['--version']).status !== 0 && 'needs script(1)' }, () => {
  const command = `'${process.execPath}' '${cli}' resize in --out bar --width 10`;
  const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0);
  assert.match(stdout, /\[-{20}\] 1\/2 in\/a\.png/);
  assert.match(stdout, /\[#{10}-{10}\] 2\/2 in\/b\.jpg/);
  assert.match(stdout, /\[2\/2\] in\/b\.jpg -> bar\/b\.jpg/);
});

test('integers keep all their digits', () => {
  const big = '123456789012345678901234567890';
  const metadata = `{"count": ${big}, "small": 12, "text": "${big}", "deep": [[-9007199254740993]]}`;
  const json = `{"assetType": "logo", "displayName": "x", "imageBase64": "iVBORw0KGgo=", "metadata": ${metadata}}`;
  for (const args of [['validate', 'UploadMediaRequest'], ['request', 'uploadMedia']]) {
    for (const more of [[], ['--json']]) {
      const { status, stdout, stderr } = media([...args, ...more], json);
      assert.equal(status, 0, stderr);
      assert.match(stdout, new RegExp(`"count": ?${big},`));
      assert.match(stdout, new RegExp(`"text": ?"${big}"`));
      assert.match(stdout, /-9007199254740993\b/);
    }
  }
});

test('a bad image of a project is named', () => {
  const placement = { assetId: 'a', displayName: 'A', assetType: 'logo', url: '', x: 50, y: 50, width: 50, height: 50 };
  const project = (file) => JSON.stringify({ canvas: { width: 40, height: 20 }, placements: [placement], images: { good: 'in/a.png', 'hero image': file } });
  for (const [file, code] of [['in/notes.txt', 'unsupported_format'], ['gone.png', 'file_not_found']]) {
    write('project.json', project(file));
    const refused = JSON.parse(media(['preview', 'project.json', 'p.png', '--json']).stderr);
    assert.equal(refused.code, code);
    assert.ok(refused.message.startsWith(`images.hero image (${file}): `), refused.message);
  }
});

test('a doubtful result is said to be one; --strict refuses it, and writes nothing', () => {
  const noise = Uint8ClampedArray.from({ length: 4096 }, (_, i) => (i % 4 === 3 ? 255 : (Math.imul(i + 7, 2654435761) >>> 13) & 255));
  write('noise.png', kit.image.encodePng({ width: 32, height: 32, data: noise }));
  const doubtful = media(['remove-background', 'noise.png', 'doubtful.png', '--allow-empty']);
  assert.equal(doubtful.status, 0);
  assert.match(doubtful.stderr, /^Doubtful: This does not look like a person.* keep the original\..*fetch-model u2netp/m);
  assert.ok(fs.existsSync(at('doubtful.png')));
  const told = JSON.parse(media(['remove-background', 'noise.png', 'doubtful.png', '--allow-empty', '--force', '--json']).stdout);
  assert.equal(told.verdict, 'doubtful');
  assert.ok(told.doubts.length > 0);
  const strict = media(['remove-background', 'noise.png', 'strict.png', '--allow-empty', '--strict']);
  assert.equal(strict.status, 1);
  assert.match(strict.stderr, /--strict refuses it\. This does not look like a person.* \[doubtful\]/);
  assert.ok(!fs.existsSync(at('strict.png')));
  const some = media(['remove-background', 'noise.png', 'in/a.png', '--out', 'strictly', '--allow-empty', '--strict']);
  assert.equal(some.status, 1);
  assert.deepEqual(fs.readdirSync(at('strictly')), ['a.png']);
  assert.match(some.stderr, /1 of 2 failed\..*\n {2}noise\.png: .*\[doubtful\]/);
});

test('by hand: a box and strokes, without a model or on the mask of a way that was asked for', () => {
  // Two squares: the box holds the left one.
  const two = drawing(120, 60);
  for (let i = 0; i < two.data.length; i += 4) two.data.set([255 - (i % 7), 250, 240, 255], i);
  for (const left of [15, 75]) for (let y = 15; y < 45; y++) for (let x = left; x < left + 30; x++) two.data.set([30 + (x % 5), 40, 120, 255], 4 * (120 * y + x));
  write('two.png', kit.image.encodePng(two));
  const alphaAt = (name, x, y) => kit.image.decode(read(name)).data[4 * (120 * y + x) + 3];
  const told = media(['remove-background', 'two.png', 'left.png', '--box', '8,8,44,44', '--json']);
  assert.equal(told.status, 0, told.stderr);
  const { coverage, model } = JSON.parse(told.stdout);
  assert.equal(model, undefined);
  assert.ok(Math.abs(coverage - 0.125) < 0.02, String(coverage));
  assert.deepEqual([alphaAt('left.png', 30, 30), alphaAt('left.png', 90, 30), alphaAt('left.png', 2, 2)], [255, 0, 0]);

  assert.equal(media(['remove-background', 'two.png', 'right.png', '--mode', 'flat', '--remove', '20,30', '40,30', '--remove', '22,20', '--brush', '4']).status, 0);
  assert.deepEqual([alphaAt('right.png', 30, 30), alphaAt('right.png', 90, 30)], [0, 255]);
  assert.equal(media(['remove-background', 'two.png', 'kept.jpg', '--keep', '80,20', '100,40', '--remove', '60,5', '60,55', '--remove', '-3,2', '--background', '#ff0000', '--trim', '0']).status, 0);
  assert.ok(kit.image.probe(read('kept.jpg')).width < 120);

  for (const args of [['--box', '1,2,3'], ['--box', 'a,b,c,d'], ['--keep', '5'], ['--box']]) assert.equal(media(['remove-background', 'two.png', 'x.png', ...args]).status, 2, args.join(' '));
  assert.equal(media(['remove-background', 'two.png', 'in/a.png', '--out', 'x', '--box', '1,1,5,5']).status, 2);
  const outside = media(['remove-background', 'two.png', 'x.png', '--box', '500,500,5,5', '--json']);
  assert.equal(outside.status, 1);
  assert.ok(!fs.existsSync(at('x.png')));
});
