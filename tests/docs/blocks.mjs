// README.md and the guides, taken apart: code blocks, headings and links.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
export const documents = ['README.md', 'js/README.md', 'src/README.md', 'demo/README.md', 'tests/README.md'];

export const textOf = (document) => fs.readFileSync(path.join(root, document), 'utf8');

/** The code blocks of a document: their language, code and line. */
export function blocksOf(document) {
  const text = textOf(document);
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(({ 1: language, 2: code, index }) => ({
    language,
    code,
    name: `${document}:${text.slice(0, index).split('\n').length}`,
  }));
}

const withoutCode = (text) => text.replace(/^```[\s\S]*?^```$/gm, '');

/** The anchors that a document's headings have, as GitHub and npm make them. */
export function anchorsOf(document) {
  const headings = withoutCode(textOf(document)).matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, text]) => text.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
}

/** The targets of a document's links and pictures. */
export const linksOf = (document) =>
  [...withoutCode(textOf(document)).matchAll(/!?\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, target]) => target);
