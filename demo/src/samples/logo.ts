// An emblem on one flat colour: what a streamer exports from a drawing program without transparency.

/** Draws the sample in the canvas' own 640 x 640 px. */
export function drawLogo(c: CanvasRenderingContext2D): void {
  c.canvas.width = 640;
  c.canvas.height = 640;
  c.fillStyle = '#f2c14e';
  c.fillRect(0, 0, 640, 640);
  // A shield with an inner rim.
  shield(c, 0, '#14213d');
  shield(c, 26, '#1f6f78');
  // A rising peak and its light, cut by two waves.
  c.fillStyle = '#f7f4ea';
  c.beginPath();
  c.moveTo(320, 170);
  c.lineTo(448, 400);
  c.lineTo(192, 400);
  c.closePath();
  c.fill();
  c.fillStyle = '#e4572e';
  c.beginPath();
  c.arc(320, 330, 52, 0, 2 * Math.PI);
  c.fill();
  c.strokeStyle = '#14213d';
  c.lineWidth = 20;
  c.lineCap = 'round';
  for (const y of [412, 456]) {
    c.beginPath();
    c.moveTo(200 + (y - 412) * 0.7, y);
    c.bezierCurveTo(260, y - 44, 380, y + 44, 440 - (y - 412) * 0.7, y);
    c.stroke();
  }
}

function shield(c: CanvasRenderingContext2D, inset: number, colour: string): void {
  const [left, right, top, bottom] = [120 + inset, 520 - inset, 90 + inset, 570 - inset * 1.2];
  c.fillStyle = colour;
  c.beginPath();
  c.moveTo(left, top + 30);
  c.quadraticCurveTo(250, top + 26, 320, top - 20);
  c.quadraticCurveTo(390, top + 26, right, top + 30);
  c.bezierCurveTo(right + 6, 360, 470 - inset / 2, 480, 320, bottom);
  c.bezierCurveTo(170 + inset / 2, 480, left - 6, 360, left, top + 30);
  c.closePath();
  c.fill();
}
