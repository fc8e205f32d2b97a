// The model that the package ships: MediaPipe's selfie segmentation (Apache-2.0), as ONNX.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { tfliteToOnnx } from './tflite-to-onnx.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const source = path.join(folder, '../../node_modules/@mediapipe/selfie_segmentation/selfie_segmentation.tflite');
const tools = ['selfie.mjs', 'tflite.mjs', 'tflite-to-onnx.mjs'].map((name) => path.join(folder, name));

/** Writes the model to `file` unless one newer than its source and these tools is there. */
export function makeSelfieModel(file) {
  const made = fs.existsSync(file) ? fs.statSync(file).mtimeMs : 0;
  if ([source, ...tools].every((input) => fs.statSync(input).mtimeMs < made)) return;
  const model = tfliteToOnnx(new Uint8Array(fs.readFileSync(source)), {
    graph: 'selfie_segmentation',
    input: 'image',
    output: 'mask',
    producer: '@aurastream/media-wasm',
  });
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, model);
}
