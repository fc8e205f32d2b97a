// A streamer in a lit room. Soft shading and natural proportions: the people model, trained on
// photographs, has to find the person by itself.

const W = 960;
const H = 960;

/** Draws the sample in the canvas' own 960 x 960 px. */
export function drawCharacter(context: CanvasRenderingContext2D): void {
  context.canvas.width = W;
  context.canvas.height = H;
  room(context);
  person(context);
}

/** The person alone, on nothing. */
export function drawPerson(context: CanvasRenderingContext2D): void {
  context.canvas.width = W;
  context.canvas.height = H;
  person(context);
}

function room(c: CanvasRenderingContext2D): void {
  const wall = c.createLinearGradient(0, 0, W, H);
  wall.addColorStop(0, '#2f6f86');
  wall.addColorStop(0.55, '#3f5f9c');
  wall.addColorStop(1, '#5d4a8f');
  c.fillStyle = wall;
  c.fillRect(0, 0, W, H);
  glow(c, 120, 180, 420, 'rgba(60, 220, 200, .55)');
  glow(c, 880, 330, 460, 'rgba(255, 120, 150, .45)');
  // A shelf with books, a window and a light strip.
  c.fillStyle = '#182338';
  c.fillRect(724, 300, 236, 16);
  const spines = ['#d9644a', '#e3b04b', '#5aa897', '#7b6bb5', '#cfd8dc', '#4f7cac'];
  spines.forEach((colour, i) => {
    c.fillStyle = colour;
    c.fillRect(742 + i * 31, 190 + (i % 3) * 14, 26, 110 - (i % 3) * 14);
  });
  c.fillStyle = '#8fd6e8';
  c.fillRect(60, 120, 210, 250);
  c.fillStyle = '#bfeaf2';
  c.fillRect(60, 120, 210, 90);
  c.fillStyle = '#16263a';
  c.fillRect(158, 120, 12, 250);
  c.fillRect(60, 236, 210, 12);
  c.lineWidth = 14;
  c.strokeStyle = '#16263a';
  c.strokeRect(60, 120, 210, 250);
  c.fillStyle = '#57f0d8';
  c.shadowColor = '#57f0d8';
  c.shadowBlur = 40;
  c.fillRect(0, 640, W, 7);
  c.shadowBlur = 0;
}

function person(c: CanvasRenderingContext2D): void {
  const skin = c.createRadialGradient(450, 400, 40, 490, 440, 260);
  skin.addColorStop(0, '#f3c6a5');
  skin.addColorStop(0.7, '#dda27d');
  skin.addColorStop(1, '#b97a59');
  hairBehind(c);
  // Neck, then the hoodie over it.
  c.fillStyle = '#c08462';
  shape(c, [
    [412, 560],
    [412, 690, 400, 730, 370, 760],
    [590, 760],
    [560, 730, 548, 690, 548, 560],
  ]);
  hoodie(c);
  // Ears, face.
  c.fillStyle = '#d4966f';
  ellipse(c, 338, 440, 26, 44);
  ellipse(c, 622, 440, 26, 44);
  c.fillStyle = skin;
  shape(c, [
    [338, 390],
    [332, 250, 628, 250, 622, 390],
    [628, 500, 590, 600, 530, 628],
    [500, 644, 460, 644, 430, 628],
    [370, 600, 332, 500, 338, 390],
  ]);
  face(c);
  hairFront(c);
}

function hairBehind(c: CanvasRenderingContext2D): void {
  c.fillStyle = '#5a2f1c';
  shape(c, [
    [322, 430],
    [276, 210, 400, 138, 480, 138],
    [590, 138, 690, 214, 640, 430],
    [640, 470, 632, 500, 620, 520],
    [560, 560, 400, 560, 340, 520],
    [328, 500, 322, 470, 322, 430],
  ]);
}

function hoodie(c: CanvasRenderingContext2D): void {
  const cloth = c.createLinearGradient(180, 720, 800, 960);
  cloth.addColorStop(0, '#e8734a');
  cloth.addColorStop(0.6, '#c9512f');
  cloth.addColorStop(1, '#8f3220');
  c.fillStyle = cloth;
  shape(c, [
    [390, 706],
    [300, 740, 190, 770, 150, 830],
    [120, 880, 105, 930, 100, 962],
    [860, 962],
    [855, 930, 840, 880, 810, 830],
    [770, 770, 660, 740, 570, 706],
    [560, 770, 400, 770, 390, 706],
  ]);
  c.fillStyle = 'rgba(70, 18, 10, .35)';
  shape(c, [
    [390, 706],
    [380, 780, 450, 812, 480, 812],
    [510, 812, 580, 780, 570, 706],
    [600, 720, 620, 730, 630, 734],
    [610, 840, 520, 866, 480, 866],
    [440, 866, 350, 840, 330, 734],
    [345, 728, 370, 716, 390, 706],
  ]);
  c.strokeStyle = '#f6e3d3';
  c.lineWidth = 7;
  c.lineCap = 'round';
  curve(c, [440, 822, 436, 880, 444, 920]);
  curve(c, [522, 822, 528, 880, 518, 900]);
}

function face(c: CanvasRenderingContext2D): void {
  c.fillStyle = 'rgba(214, 96, 80, .28)';
  ellipse(c, 390, 508, 40, 26);
  ellipse(c, 570, 508, 40, 26);
  for (const x of [412, 548]) {
    c.fillStyle = '#fffaf4';
    ellipse(c, x, 436, 30, 17);
    c.fillStyle = '#4a2f20';
    ellipse(c, x + 2, 437, 15, 15);
    c.fillStyle = '#120b08';
    ellipse(c, x + 2, 437, 7, 7);
    c.fillStyle = '#ffffff';
    ellipse(c, x + 7, 431, 4, 4);
  }
  c.lineCap = 'round';
  c.strokeStyle = '#2d1b18';
  c.lineWidth = 6;
  curve(c, [380, 430, 412, 404, 444, 430]);
  curve(c, [516, 430, 548, 404, 580, 430]);
  c.lineWidth = 11;
  curve(c, [372, 392, 408, 370, 448, 388]);
  curve(c, [512, 388, 552, 370, 588, 392]);
  c.strokeStyle = 'rgba(140, 78, 52, .75)';
  c.lineWidth = 6;
  curve(c, [486, 430, 502, 500, 494, 514]);
  curve(c, [462, 522, 480, 534, 500, 520]);
  c.fillStyle = '#a83f3c';
  shape(c, [
    [424, 560],
    [450, 552, 510, 552, 536, 560],
    [520, 600, 440, 600, 424, 560],
  ]);
  c.fillStyle = '#fff6ef';
  shape(c, [
    [434, 562],
    [460, 557, 500, 557, 526, 562],
    [510, 576, 450, 576, 434, 562],
  ]);
}

function hairFront(c: CanvasRenderingContext2D): void {
  const hair = c.createLinearGradient(320, 150, 640, 420);
  hair.addColorStop(0, '#a4623a');
  hair.addColorStop(0.5, '#7c4527');
  hair.addColorStop(1, '#56301c');
  c.fillStyle = hair;
  shape(c, [
    [322, 440],
    [286, 220, 400, 138, 484, 140],
    [600, 142, 682, 220, 640, 440],
    [632, 390, 622, 350, 600, 322],
    [560, 340, 520, 330, 480, 296],
    [450, 336, 390, 352, 362, 344],
    [344, 366, 332, 400, 322, 440],
  ]);
  c.strokeStyle = 'rgba(255, 208, 170, .22)';
  c.lineWidth = 6;
  curve(c, [372, 300, 392, 220, 470, 186]);
  curve(c, [520, 188, 586, 214, 606, 282]);
}

function glow(c: CanvasRenderingContext2D, x: number, y: number, radius: number, colour: string): void {
  const light = c.createRadialGradient(x, y, 0, x, y, radius);
  light.addColorStop(0, colour);
  light.addColorStop(1, 'rgba(0, 0, 0, 0)');
  c.fillStyle = light;
  c.fillRect(0, 0, W, H);
}

/** Fills a closed path: a first point, then lines [x, y] and cubic curves [c1x, c1y, c2x, c2y, x, y]. */
function shape(c: CanvasRenderingContext2D, points: number[][]): void {
  c.beginPath();
  points.forEach((p, index) => {
    if (index === 0) c.moveTo(p[0]!, p[1]!);
    else if (p.length === 2) c.lineTo(p[0]!, p[1]!);
    else c.bezierCurveTo(p[0]!, p[1]!, p[2]!, p[3]!, p[4]!, p[5]!);
  });
  c.closePath();
  c.fill();
}

function ellipse(c: CanvasRenderingContext2D, x: number, y: number, rx: number, ry: number): void {
  c.beginPath();
  c.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI);
  c.fill();
}

/** Strokes a quadratic curve from (x0, y0) by (x1, y1) to (x2, y2). */
function curve(c: CanvasRenderingContext2D, [x0, y0, x1, y1, x2, y2]: number[]): void {
  c.beginPath();
  c.moveTo(x0!, y0!);
  c.quadraticCurveTo(x1!, y1!, x2!, y2!);
  c.stroke();
}
