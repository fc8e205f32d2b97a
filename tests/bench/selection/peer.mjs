// A contender in a process of its own, spoken to by lines; see grabcut.py.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export class Peer {
  #child;
  #chunks = [];
  #size = 0;
  #wake = () => {};
  #picture;

  constructor(command, ...args) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdout.on('data', (chunk) => {
      this.#chunks.push(chunk);
      this.#size += chunk.length;
      this.#wake();
    });
    this.#child.on('exit', (code) => {
      this.exited = code;
      this.#wake();
    });
    this.#child.on('error', () => {
      this.exited = -1;
      this.#wake();
    });
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'selection-'));
  }

  open(image, mask) {
    this.#picture = image;
    const file = path.join(this.folder, 'picture');
    fs.writeFileSync(file, image.data);
    if (mask) fs.writeFileSync(`${file}.mask`, mask.data);
    this.#child.stdin.write(`open ${file} ${image.width} ${image.height}${mask ? ` ${file}.mask` : ''}\n`);
  }

  box({ x, y, width, height }) {
    return this.#ask(`box ${x} ${y} ${width} ${height}\n`);
  }

  add({ kind, radius, points }) {
    return this.#ask(`stroke ${kind} ${radius} ${points.map(({ x, y }) => `${x},${y}`).join(' ')}\n`);
  }

  async #ask(line) {
    const { width, height } = this.#picture;
    this.#child.stdin.write(line);
    for (;;) {
      const all = Buffer.concat(this.#chunks);
      this.#chunks = [all];
      const newline = all.indexOf(10);
      if (newline >= 0 && all.length >= newline + 1 + width * height) {
        this.#chunks = [];
        this.#size = 0;
        return { milliseconds: Number(all.subarray(0, newline).toString()), mask: { width, height, data: new Uint8Array(all.subarray(newline + 1)) } };
      }
      if (this.exited !== undefined) throw new Error(`It ended with status ${this.exited}.`);
      await new Promise((resolve) => { this.#wake = resolve; });
    }
  }

  close() {
    this.#child.stdin.end();
    fs.rmSync(this.folder, { recursive: true });
  }
}
