// Writes js/src/generated/ from the compiled core, which alone knows the tables.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { acceptPath } from './generate-accept.mjs';
import { contractTypes, endpointTypes } from './generate-contract.mjs';
import { operationTypes } from './generate-operations.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** What a module exports, started. */
function start(file) {
  const module = new WebAssembly.Module(fs.readFileSync(path.join(root, 'build/wasm', file)));
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => {};
  const { exports } = new WebAssembly.Instance(module, imports);
  exports._initialize();
  return exports;
}

/** A module's answer to an operation without inputs, parsed. */
function ask(file, operation) {
  const core = start(file);
  const reply = core[operation]();
  const [ok, address, length] = new Uint32Array(core.memory.buffer, reply, 3);
  const text = new TextDecoder().decode(new Uint8Array(core.memory.buffer, address, length));
  if (!ok) throw new Error(text);
  return JSON.parse(text);
}

/** Every generated file, by name. */
export function generatedFiles() {
  const tables = ask('media-tables.wasm', 'contract_tables');
  return {
    'accept.ts': acceptPath(tables),
    'contract.ts': contractTypes(tables),
    'endpoints.ts': endpointTypes(tables),
    'errors.ts': errorUnion(errorCodes(fs.readFileSync(path.join(root, 'src/base/error.h'), 'utf8'))),
    'image.ts': imageLimits(ask('media-pixels.wasm', 'image_limits'), ask('media-pixels.wasm', 'image_export_presets')),
    'tables.ts': tablesFile(tables),
    'operations.ts': operationTypes(path.join(root, 'wasm'), ...['contract', 'placement', 'pixels'].map((name) => start(`media-${name}.wasm`))),
  };
}

/** The rows of MEDIA_ERROR_CODES, read where they stand: no module carries the meanings. */
function errorCodes(header) {
  const list = header.slice(header.indexOf('#define MEDIA_ERROR_CODES(X)'), header.indexOf('enum class ErrorCode'));
  const rows = [...list.matchAll(/X\((\w+),\s*"([^"]*)"\)/g)].map(([, code, meaning]) => ({ code, meaning }));
  if (rows.length === 0 || rows.length !== list.split(/\bX\(\w/).length - 1) throw new Error('src/base/error.h has a row of MEDIA_ERROR_CODES that is not read here.');
  return rows;
}

function errorUnion(rows) {
  const members = rows.map(({ code, meaning }) => `  /** ${meaning} */\n  | '${code}'`).join('\n');
  return `// Generated from src/base/error.h.\n\n/** Stable codes of {@link MediaError}. */\nexport type MediaErrorCode =\n${members};\n`;
}

function tablesFile(tables) {
  return `// Generated from src/contract/tables.cpp, vocabulary.h, endpoint.cpp and issue.h.
import type { Tables } from '../tables.js';

/** What the audit compares a backend with. */
export const TABLES: Tables = ${JSON.stringify(tables)};
`;
}

function imageLimits(limits, presets) {
  const { maxBytes, maxPixels, maxSide } = limits;
  return `// Generated from src/image/image.h and export.cpp.

/** What is read at most. Checked on the file's size and header, before memory is taken. */
export interface ImageLimits {
  /** Bytes of the encoded file. Default ${maxBytes} (${maxBytes / 2 ** 20} MiB). */
  maxBytes?: number | undefined;
  /** Width × height. Default ${maxPixels}. */
  maxPixels?: number | undefined;
  /** Pixels, width and height alike. Default ${maxSide}. */
  maxSide?: number | undefined;
}

/** What {@link ImageApi.exportFor} knows the limits of. */
export type ExportPresetName = ${Object.keys(presets).map((name) => `'${name}'`).join(' | ')};

/** Defaults of options, and the largest picture that can be made. */
export const IMAGE = ${JSON.stringify(limits)} as const;
`;
}

/** Writes what changed. */
export function generate() {
  const folder = path.join(root, 'js/src/generated');
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(generatedFiles())) {
    const file = path.join(folder, name);
    if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) fs.writeFileSync(file, text);
  }
}
