// The API reference: TypeDoc over the published types, into build/docs. TypeDoc needs a TypeScript with an API in
// JavaScript, which TypeScript 7 has not: it is given the one beside it.
//   node js/build.mjs && node js/reference.mjs
import fs from 'node:fs';
import { register } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const referenceFolder = path.join(root, 'build/docs');

const hook = "export const resolve = (name, context, next) => next(name === 'typescript' ? 'typescript-js' : name, context);";

/** @returns what has no documentation, and links in comments that lead nowhere, one sentence each */
export async function buildReference() {
  register(`data:text/javascript,${encodeURIComponent(hook)}`, import.meta.url);
  const { Application, Converter, LiteralType, ReflectionKind, UnionType } = await import('typedoc');
  const { exports } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const entryPoints = Object.values(exports).flatMap(({ types }) => (types ? [path.join(root, types)] : []));
  const tsconfig = path.join(root, 'build/reference.tsconfig.json');
  const compilerOptions = { strict: true, target: 'es2022', module: 'esnext', moduleResolution: 'bundler', lib: ['es2023', 'esnext.disposable', 'dom'], types: ['node'], skipLibCheck: true };
  fs.writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files: entryPoints }));
  const app = await Application.bootstrap({
    name: '@aurastream/media-wasm',
    entryPoints,
    tsconfig,
    readme: 'none',
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    disableSources: true,
    favicon: path.join(root, 'demo/public/icon.svg'),
    validation: { notDocumented: true, notExported: false, invalidLink: true },
    logLevel: 'Error',
  });
  const undocumented = [];
  // What `using` calls is the language's; dispose() says it.
  app.logger.validationWarning = (message) => /\.\[(dispose|asyncDispose)\] /.test(message) || undocumented.push(message);
  // A type that is made from a list's words says them, not the name of the list.
  const words = new Map();
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    const symbol = reflection.kind === ReflectionKind.TypeAlias && context.getSymbolFromReflection(reflection);
    const written = symbol?.declarations?.[0]?.type?.getText();
    const type = /^\(typeof \w+\)\[number\]/.test(written) ? context.checker.getDeclaredTypeOfSymbol(symbol) : undefined;
    if (type?.isUnion()) words.set(reflection, type.types.map(({ value }) => new LiteralType(value)));
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, () => {
    for (const [reflection, literals] of words) reflection.type = new UnionType(literals);
  });
  const project = await app.convert();
  if (!project) throw new Error('The published types cannot be read.');
  app.validate(project);
  // Beside its place first: what is served is whole.
  const fresh = `${referenceFolder}.new`;
  fs.rmSync(fresh, { recursive: true, force: true });
  await app.generateDocs(project, fresh);
  withoutInlineScripts(fresh);
  fs.rmSync(referenceFolder, { recursive: true, force: true });
  fs.renameSync(fresh, referenceFolder);
  return undocumented;
}

/** The page's policy forbids scripts inside of pages: TypeDoc's one of each page, always the same, becomes a file. */
function withoutInlineScripts(folder) {
  const pages = fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.html'));
  let script;
  for (const name of pages) {
    const file = path.join(folder, name);
    const base = path.relative(path.dirname(file), folder).replaceAll(path.sep, '/') || '.';
    const text = fs.readFileSync(file, 'utf8').replace(/<script>([^<]*)<\/script>/g, (_, code) => {
      script = code;
      return `<script src="${base}/assets/theme.js"></script>`;
    });
    fs.writeFileSync(file, text);
  }
  if (script) fs.writeFileSync(path.join(folder, 'assets/theme.js'), script);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const undocumented = await buildReference();
  console.log([referenceFolder, ...undocumented].join('\n'));
}
