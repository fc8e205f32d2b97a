// Pictures that come as an address, or as a part of another page: pasted, dropped, and what the server refuses to fetch.
import assert from 'node:assert/strict';
import http from 'node:http';
import test, { after, before } from 'node:test';
import { createMediaKit } from '@aurastream/media-wasm';
import { isOpen, pictureFetcher } from '../../demo/pictures.mjs';
import { openStudio } from './studio.mjs';

const studio = openStudio({}, { pictures: { isAllowed: () => true } });

/** Another site. */
let site;
let origin;
let picture;
before(async () => {
  const kit = await createMediaKit();
  picture = Buffer.from(kit.image.encodePng({ width: 60, height: 40, data: new Uint8ClampedArray(9600).fill(180) }));
  kit.dispose();
  const answers = {
    '/cat.png': [200, { 'content-type': 'image/png' }, picture],
    '/moved': [302, { location: '/cat.png' }],
    '/again': [302, { location: '/again' }],
    '/article': [200, { 'content-type': 'text/html' }, '<p>Words</p>'],
  };
  site = http.createServer(({ url }, response) => {
    const [status, headers, body] = answers[url.split('?')[0]] ?? [404, {}];
    response.writeHead(status, headers).end(body);
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${site.address().port}`;
});
after(() => site.close());

/** @param data texts by their type */
const paste = (data, selector = 'body') => studio.page.$eval(selector, (target, texts) => {
  const clipboardData = new DataTransfer();
  for (const [type, text] of Object.entries(texts)) clipboardData.setData(type, text);
  target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}, data);
const names = () => studio.page.$$eval('.image .name', (all) => all.map(({ textContent }) => textContent));

test('an address, a part of a page, a list of addresses and a picture in its address are pictures', async () => {
  const written = `data:image/png;base64,${picture.toString('base64')}`;
  const cases = [
    [{ 'text/plain': ` ${origin}/cat.png\n` }, 'Cat'],
    [{ 'text/html': `<meta charset="utf-8"><p>Look: <img src="${origin}/cat.png?size=2" alt=""></p>`, 'text/plain': 'Look:' }, 'Cat'],
    [{ 'text/uri-list': `# from a bar\r\n${origin}/moved` }, 'Moved'],
    [{ 'text/plain': written }, 'Pasted'],
    [{ 'text/html': `<img src="${written}">` }, 'Pasted'],
  ];
  for (const [i, [data]] of cases.entries()) {
    await paste(data);
    await studio.imagesAre(i + 1);
  }
  assert.deepEqual(await names(), cases.map(([, name]) => name));
  assert.match(await studio.text('.image .note'), /60 × 40/);
  await studio.assertClean();
});

test('what is dropped from another page lies where it was dropped', async () => {
  const { page } = studio;
  await page.click('#view-canvas');
  await studio.laidOut();
  await page.$eval('#composition', (surface, address) => {
    const { x, y, width, height } = document.querySelector('#stage').getBoundingClientRect();
    const dataTransfer = new DataTransfer();
    dataTransfer.setData('text/uri-list', address);
    dataTransfer.setData('text/html', `<a href="${address}"><img src="${address}"></a>`);
    const dispatch = (type) => {
      const event = new DragEvent(type, { dataTransfer, clientX: x + width * 0.3, clientY: y + height * 0.4, bubbles: true, cancelable: true });
      surface.dispatchEvent(event);
      return event.defaultPrevented;
    };
    globalThis.took = [dispatch('dragover'), dispatch('drop')];
  }, `${origin}/cat.png`);
  assert.deepEqual(await page.evaluate(() => globalThis.took), [true, true]);
  await studio.layersAre(1);
  await studio.placementsSatisfy(([only]) => Math.abs(only.x - 30) < 0.3 && Math.abs(only.y - 40) < 0.4);
  await studio.assertClean();
});

test('what is no picture says so; text stays text', async () => {
  for (const [address, sentence] of [['/article', 'There is no picture at this address'], ['/gone.png', 'The site answers with 404'], ['/again', 'again and again']]) {
    await paste({ 'text/plain': origin + address });
    await studio.page.waitForFunction((text) => document.querySelector('#problems').textContent.includes(text), {}, sentence);
  }
  await studio.page.click('#start-sample');
  await studio.imagesAre(1);
  await studio.page.click('#tab-details');
  await paste({ 'text/plain': `${origin}/cat.png` }, '#display-name');
  await paste({ 'text/plain': 'Only words, http://example.com in their midst' });
  await paste({ 'text/html': '<p>A page without pictures</p>', 'text/plain': 'A page without pictures' });
  await paste({ 'text/html': `<img src="${origin}/cat.png">` });
  await studio.imagesAre(2);
  assert.deepEqual(await names(), ['Character', 'Cat'], 'and nothing of the others');
});

test('layers that are copied are pasted, whatever picture was copied before them', async () => {
  await studio.allowClipboard();
  const { page } = studio;
  await studio.oneLayer();
  await page.evaluate((address) => navigator.clipboard.writeText(address), `${origin}/cat.png`);
  await page.keyboard.down('Control');
  await page.keyboard.press('c');
  await studio.statusSays('Layer copied');
  await page.waitForFunction(async () => (await navigator.clipboard.readText()) === 'Character');
  await page.keyboard.press('v', { commands: ['Paste'] });
  await page.keyboard.up('Control');
  await studio.layersAre(2);
  await studio.imagesAre(1);
  await studio.assertClean();
});

test('the server fetches for its own page alone, and only what lies on the open network', async () => {
  const fetcher = pictureFetcher();
  const server = http.createServer(async (request, response) => {
    if (!(await fetcher(request, response, {}))) response.writeHead(405).end();
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  const here = `http://localhost:${server.address().port}`;
  const ask = async (address, headers = { origin: here }) => {
    const answer = await fetch(`${here}/picture`, { method: 'POST', headers, body: typeof address === 'string' ? JSON.stringify({ address }) : address });
    return `${answer.status} ${(await answer.json()).message}`;
  };
  const closed = '502 This address is not of the open network.';
  const port = site.address().port;
  for (const inner of [`${origin}/cat.png`, `http://localhost:${port}/cat.png`, `http://[::1]:${port}/`, `http://[::ffff:127.0.0.1]:${port}/cat.png`, 'http://10.0.0.1/a.png', `http://2130706433:${port}/cat.png`]) {
    assert.equal(await ask(inner), closed, inner);
  }
  assert.match(await ask('file:///etc/hostname'), /^502 Only addresses of http and https/);
  assert.match(await ask(Buffer.from('no JSON')), /^502 /);
  assert.match(await ask(`http://example.com/${'a'.repeat(20_000)}`), /^502 The address is too long/);
  assert.match(await ask(`${origin}/cat.png`, { origin: 'http://elsewhere.example' }), /^403/);
  assert.match(await ask(`${origin}/cat.png`, {}), /^403/);
  await new Promise((resolve) => server.close(resolve));
  for (const [address, open] of [['93.184.216.34', true], ['172.32.0.1', true], ['172.31.255.255', false], ['169.254.169.254', false], ['100.64.0.1', false], ['255.255.255.255', false], ['2606:2800:220:1::1', true], ['fe80::1', false], ['fd00::1', false], ['::', false], ['::ffff:10.0.0.1', false], ['2002:7f00:1::', false], ['', false]]) {
    assert.equal(isOpen(address), open, address);
  }
});
