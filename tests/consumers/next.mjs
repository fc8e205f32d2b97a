// Rows of environments.mjs: Next.
import fs from 'node:fs';
import path from 'node:path';
import { APP, PAGE_APP } from './app.mjs';
import { runInPage } from './pages.mjs';
import { bin, elsewhere, firstLine, print } from './running.mjs';

const NEXT = ['next@16.4.6', 'react@19.3.1', 'react-dom@19.3.1'];

/** Builds a Next app and starts it. @param use given the address that it listens at */
async function withNext(consumer, bundler, use, env = {}) {
  const settings = { NEXT_TELEMETRY_DISABLED: '1', ...env };
  consumer.write('app/layout.js', 'export default ({ children }) => <html lang="en"><body>{children}</body></html>;\n');
  await print(consumer, bin(consumer, 'next'), ['build', ...(bundler === 'webpack' ? ['--webpack'] : [])], { env: settings });
  const { child, line } = await firstLine(consumer, process.execPath, ['node_modules/next/dist/bin/next', 'start', '-p', '0', '-H', 'localhost'], { pattern: /http:\/\/localhost:\d+/, env: settings });
  try {
    return await use(/http:\/\/localhost:\d+/.exec(line)[0]);
  } finally {
    child.kill();
  }
}

function nextPage(consumer) {
  consumer.write('lib/app.js', PAGE_APP);
  consumer.write('app/page.js', "'use client';\nimport { useEffect } from 'react';\nexport default function Page() {\n  useEffect(() => { import('../lib/app.js'); }, []);\n  return <p>App</p>;\n}\n");
}

const EMPTY_PAGE = 'export default () => <p>App</p>;\n';

/** The app in a client component, or in a route handler; the production build. */
const next = (bundler, where) => ({
  name: `Next 16, ${bundler}, ${where}`,
  packages: NEXT,
  async answers(consumer) {
    if (where === 'client component') {
      nextPage(consumer);
      return withNext(consumer, bundler, async (address) => runInPage(await consumer.chromium(), `${address}/`));
    }
    consumer.write('lib/app.js', APP);
    consumer.write('app/page.js', EMPTY_PAGE);
    consumer.write('app/api/route.js', "import { run } from '../../lib/app.js';\nexport const dynamic = 'force-dynamic';\nexport const GET = async () => Response.json(await run());\n");
    return withNext(consumer, bundler, async (address) => (await fetch(`${address}/api`)).json());
  },
});

const nextElsewhere = {
  name: 'Next 16, Turbopack, files on another origin',
  packages: NEXT,
  needs: '`assetPrefix`',
  answers: (consumer) => elsewhere(consumer, 'out', async (address) => {
    nextPage(consumer);
    consumer.write('next.config.mjs', `export default { assetPrefix: '${address.slice(0, -1)}' };\n`);
    return withNext(consumer, 'Turbopack', async (site) => {
      fs.cpSync(path.join(consumer.folder, '.next/static'), path.join(consumer.folder, 'out/_next/static'), { recursive: true });
      return runInPage(await consumer.chromium(), `${site}/`);
    });
  }),
};

/** An edge route compiles no WebAssembly of bytes: the module is imported and handed over. Turbopack takes `?module` of files only. */
const nextEdge = {
  name: 'Next 16, Turbopack, edge route',
  packages: NEXT,
  needs: '`/external` with a copy of `media-wasm.wasm` beside the route, imported with `?module`',
  without: { url: '—', worker: '—', thread: '—' },
  async answers(consumer) {
    consumer.write('app/page.js', EMPTY_PAGE);
    consumer.write('app/api/route.js', `import wasm from './media-wasm.wasm?module';
import { createMediaKit } from '@aurastream/media-wasm/external';
export const runtime = 'edge';
export const dynamic = 'force-dynamic';
export async function GET() {
  const kit = await createMediaKit({ wasm });
  return Response.json(kit.contract.validate('GenerateRequest', { assetType: 'banner' }).ok && kit.requests.getAccess().ok);
}
`);
    fs.copyFileSync(path.join(consumer.folder, 'node_modules/@aurastream/media-wasm/dist/media-wasm.wasm'), path.join(consumer.folder, 'app/api/media-wasm.wasm'));
    const answer = await withNext(consumer, 'Turbopack', async (address) => (await fetch(`${address}/api`)).text());
    return { core: answer === 'true' ? 'ok' : answer };
  },
};

export const nextRows = [
  ...['Turbopack', 'webpack'].flatMap((bundler) => ['client component', 'route handler'].map((where) => next(bundler, where))),
  nextElsewhere,
  nextEdge,
];
