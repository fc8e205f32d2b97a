// Commands about pictures.
import { command, withKit } from './command.js';
import { readInput } from './io.js';

export const probe = command({
  args: 'IMAGE',
  summary: 'type, size, orientation, … of an image, told from its bytes',
  count: [0, 1],
  async run([file], _, report) {
    await withKit(async (kit) => report.print(kit.image.probe(await readInput(file))));
  },
});
