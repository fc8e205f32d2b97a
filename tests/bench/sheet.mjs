// Pictures side by side, to look at.
const CELL = 128;
const GREY = 96;

function picture(image) {
  const pixels = image.width * image.height;
  if (image.data.length === pixels * 4) return image;
  const data = new Uint8ClampedArray(pixels * 4).fill(255);
  for (let i = 0; i < pixels; i++) data.fill(image.data[i], 4 * i, 4 * i + 3);
  return { ...image, data };
}

/** One picture of rows of pictures and masks, each fitted into a square. @returns PNG */
export function sheet(kit, rows) {
  const columns = Math.max(...rows.map((row) => row.length));
  const [width, height] = [columns * CELL, rows.length * CELL];
  const data = new Uint8ClampedArray(width * height * 4).fill(GREY);
  for (let i = 3; i < data.length; i += 4) data[i] = 255;
  rows.forEach((row, r) => row.forEach((image, c) => {
    const scale = CELL / Math.max(image.width, image.height);
    const small = kit.image.resize(picture(image), Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale)), 'bilinear');
    for (let y = 0; y < small.height; y++) {
      data.set(small.data.subarray(y * small.width * 4, (y + 1) * small.width * 4), ((r * CELL + y) * width + c * CELL) * 4);
    }
  }));
  return kit.image.encodePng({ width, height, data });
}
