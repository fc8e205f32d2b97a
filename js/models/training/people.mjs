// Marks the people of the library's photographs, by the package's own model for people, looking closer.
//   node people.mjs DIR        DIR: as prepare.py's --data; after its step `library`
// NAME.people.png beside each photograph, and in NAME.people.json the verdict, how sure it is and how much it covers.
import fs from 'node:fs';
import path from 'node:path';
import { createMediaKit } from '@aurastream/media-wasm';
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';

const data = process.argv[2];
const library = path.join(data, 'library');
const photographs = JSON.parse(fs.readFileSync(path.join(data, 'library.json'), 'utf8')).filter(({ kind }) => kind === 'photograph');
const kit = await createMediaKit();
const remover = await createBackgroundRemover({ model: 'selfie' });
for (const { name } of photographs) {
  const facts = path.join(library, `${name}.people.json`);
  if (fs.existsSync(facts)) continue;
  const { mask, verdict, certainty, coverage } = await remover.remove(path.join(library, `${name}.jpg`), { output: 'mask', refine: false, allowEmpty: true });
  const { width, height } = mask;
  const rgba = Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) => (i % 4 === 3 ? 255 : mask.data[i >> 2]));
  fs.writeFileSync(path.join(library, `${name}.people.png`), kit.image.encodePng({ width, height, data: rgba }));
  fs.writeFileSync(facts, JSON.stringify({ verdict, certainty, coverage }));
}
remover.dispose();
kit.dispose();
