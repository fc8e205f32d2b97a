// An evening landscape in layers: a background to place things on.

/** Draws the sample in the canvas' own 1280 x 720 px. */
export function drawScene(c: CanvasRenderingContext2D): void {
  c.canvas.width = 1280;
  c.canvas.height = 720;
  const sky = c.createLinearGradient(0, 0, 0, 560);
  for (const [at, colour] of [
    [0, '#10233f'],
    [0.45, '#3d4f80'],
    [0.75, '#c9706b'],
    [1, '#f6b26b'],
  ] as const) {
    sky.addColorStop(at, colour);
  }
  c.fillStyle = sky;
  c.fillRect(0, 0, 1280, 720);
  stars(c);
  const sun = c.createRadialGradient(900, 440, 30, 900, 440, 330);
  sun.addColorStop(0, 'rgba(255, 240, 200, 1)');
  sun.addColorStop(0.18, 'rgba(255, 222, 160, .95)');
  sun.addColorStop(0.24, 'rgba(255, 200, 130, .35)');
  sun.addColorStop(1, 'rgba(255, 190, 120, 0)');
  c.fillStyle = sun;
  c.fillRect(500, 100, 780, 620);
  ridge(c, 430, 70, 0.0061, 1.3, '#6b4a6e');
  ridge(c, 500, 60, 0.0083, 4.1, '#44365c');
  water(c);
  ridge(c, 640, 46, 0.0117, 2.2, '#151d33');
}

/** Same stars each time: positions from a multiplicative sequence, no randomness. */
function stars(c: CanvasRenderingContext2D): void {
  for (let i = 1; i < 90; i++) {
    const x = (i * 0.754877666 * 1280) % 1280;
    const y = (i * 0.569840291 * 300) % 300;
    c.fillStyle = `rgba(255, 255, 255, ${(0.75 - y / 420) * (0.35 + (i % 5) / 8)})`;
    c.beginPath();
    c.arc(x, y, 0.8 + (i % 3) * 0.5, 0, 2 * Math.PI);
    c.fill();
  }
}

function ridge(
  c: CanvasRenderingContext2D,
  base: number,
  height: number,
  pitch: number,
  phase: number,
  colour: string,
): void {
  c.fillStyle = colour;
  c.beginPath();
  c.moveTo(0, 720);
  for (let x = 0; x <= 1280; x += 4) {
    const wave =
      Math.sin(x * pitch + phase) +
      0.5 * Math.sin(x * pitch * 2.3 + phase * 2) +
      0.2 * Math.sin(x * pitch * 6.1);
    c.lineTo(x, base - height * wave * 0.7);
  }
  c.lineTo(1280, 720);
  c.closePath();
  c.fill();
}

function water(c: CanvasRenderingContext2D): void {
  const lake = c.createLinearGradient(0, 540, 0, 720);
  lake.addColorStop(0, '#b9696e');
  lake.addColorStop(1, '#26304f');
  c.fillStyle = lake;
  c.fillRect(0, 540, 1280, 180);
  c.strokeStyle = 'rgba(255, 226, 170, .5)';
  c.lineWidth = 3;
  c.lineCap = 'round';
  for (let i = 0; i < 16; i++) {
    const half = 20 + ((i * 37) % 60);
    const x = 900 + Math.sin(i * 2.1) * 40;
    c.beginPath();
    c.moveTo(x - half, 550 + i * 8);
    c.lineTo(x + half, 550 + i * 8);
    c.stroke();
  }
}
