// The templates as data: texts, shapes and places for pictures, each easily changed afterwards.
import type { GenerationAssetType } from '@aurastream/media-wasm';
import { fonts } from '../engine/drawn.js';
import type { Drawn, Shape } from '../state/model.js';

export interface Template {
  id: string;
  name: string;
  canvas: GenerationAssetType;
  backdrop: string;
  /** Back to front. */
  layers: readonly TemplateLayer[];
}

export interface TemplateLayer {
  name: string;
  /** None: a place for a picture. */
  draws?: Drawn;
  /** Percent of the canvas, about the centre; a text is as large as it fits into it. */
  at: readonly [x: number, y: number, width: number, height: number];
  /** Which side of its box a text keeps to; default: the middle. */
  side?: 'left' | 'right';
  turn?: number;
  opacity?: number;
  /** Sizes are shares of the canvas' shorter side. */
  outline?: readonly [width: number, colour: string];
  glow?: readonly [size: number, colour: string];
  shadow?: readonly [blur: number, colour: string];
  locked?: boolean;
}

const [BOLD, NARROW, , , HAND] = fonts.map(([, family]) => family) as [string, string, string, string, string];

type Rest = Omit<TemplateLayer, 'name' | 'draws' | 'at'>;
const text = (content: string, colour: string, at: TemplateLayer['at'], rest: Rest & { font?: string } = {}): TemplateLayer => {
  const { font = BOLD, ...others } = rest;
  return { name: '', draws: { kind: 'text', text: content, font, colour, ...(rest.side && { align: rest.side }) }, at, ...others };
};
const shape = (name: string, kind: Shape, [from, to = from, angle = 90]: readonly [string, string?, number?], at: TemplateLayer['at'], rest: Rest = {}): TemplateLayer =>
  ({ name, draws: { kind: 'fill', shape: kind, from, to, angle }, at, ...rest });
const ground = (from: string, to: string, angle: number): TemplateLayer => shape('Background', 'box', [from, to, angle], [50, 50, 100, 100], { locked: true });
const place = (at: TemplateLayer['at'], rest: Rest = {}): TemplateLayer => ({ name: '', at, ...rest });

const thumbnails: readonly Template[] = [
  {
    id: 'thumbnail-moment', name: 'Big moment', canvas: 'thumbnail', backdrop: '#150826',
    layers: [
      ground('#1b0b3b', '#e2366f', 105),
      shape('Rays', 'burst', ['#ffffff'], [75, 52, 84, 150], { opacity: 9 }),
      shape('Stripe', 'slanted', ['#ffd21f', '#ff9a1f'], [28, 86, 58, 16], { shadow: [0.02, '#000000'] }),
      place([74, 53, 48, 94], { outline: [0.013, '#ffffff'], glow: [0.07, '#ff4fa3'] }),
      text('NO WAY\nTHIS HAPPENED', '#ffffff', [4, 45, 54, 50], { side: 'left', outline: [0.012, '#1b0b3b'], shadow: [0.03, '#000000'] }),
      text('WAIT FOR THE END', '#1b0b3b', [28, 86, 46, 8]),
    ],
  },
  {
    id: 'thumbnail-versus', name: 'Versus', canvas: 'thumbnail', backdrop: '#0b1024',
    layers: [
      ground('#0a3d91', '#2f9bff', 70),
      shape('Other side', 'slanted', ['#c2182b', '#ff7a3d', 110], [79, 50, 66, 100]),
      place([23, 53, 42, 94], { outline: [0.012, '#ffffff'], shadow: [0.04, '#001a4d'] }),
      place([77, 53, 42, 94], { outline: [0.012, '#ffffff'], shadow: [0.04, '#4d0010'] }),
      shape('Bar', 'box', ['#0b1024'], [50, 90, 100, 20], { opacity: 88 }),
      shape('Burst', 'burst', ['#ffe14d', '#ffb300', 180], [50, 44, 25, 44], { outline: [0.014, '#0b1024'] }),
      text('VS', '#0b1024', [50, 44, 12, 17]),
      text('WHO TAKES THE CROWN?', '#ffffff', [50, 90, 84, 11]),
    ],
  },
  {
    id: 'thumbnail-guide', name: 'Guide', canvas: 'thumbnail', backdrop: '#fff7ea',
    layers: [
      ground('#fff7ea', '#ffe1b8', 120),
      shape('Circle', 'ellipse', ['#0b6e5f', '#2fc4a5', 45], [76, 56, 46, 82]),
      place([76, 54, 44, 92], { outline: [0.012, '#ffffff'], shadow: [0.03, '#08453c'] }),
      text('HOW TO', '#0b6e5f', [4, 21, 34, 13], { side: 'left' }),
      text('GROW\nON TWITCH', '#16211e', [4, 50, 52, 38], { side: 'left' }),
      shape('Tag', 'slanted', ['#ff5a36'], [22, 84, 36, 15]),
      text('IN 5 STEPS', '#ffffff', [22, 84, 26, 8]),
    ],
  },
];

const emotes: readonly Template[] = [
  {
    id: 'emote-face', name: 'Your face', canvas: 'twitch_emote', backdrop: 'transparent',
    layers: [place([50, 50, 90, 90], { outline: [0.035, '#ffffff'] })],
  },
  {
    id: 'emote-hype', name: 'Hype', canvas: 'twitch_emote', backdrop: 'transparent',
    layers: [
      place([50, 42, 84, 80], { outline: [0.03, '#ffffff'] }),
      text('HYPE', '#ffe14d', [50, 83, 92, 28], { outline: [0.05, '#3b0764'] }),
    ],
  },
  {
    id: 'emote-gg', name: 'GG', canvas: 'twitch_emote', backdrop: 'transparent',
    layers: [
      shape('Burst', 'burst', ['#ffc371', '#ff3d77', 180], [50, 50, 94, 94], { outline: [0.03, '#4a0d2b'] }),
      text('GG', '#ffffff', [50, 50, 56, 40], { turn: 352, outline: [0.045, '#4a0d2b'] }),
    ],
  },
  {
    id: 'emote-love', name: 'Thanks', canvas: 'twitch_emote', backdrop: 'transparent',
    layers: [
      shape('Circle', 'ellipse', ['#8e5bff', '#ff6ec4', 160], [50, 50, 88, 88], { outline: [0.035, '#ffffff'] }),
      place([50, 50, 76, 80]),
      text('thanks!', '#ffffff', [50, 82, 86, 26], { font: HAND, turn: 354, outline: [0.04, '#5b1fb0'] }),
    ],
  },
];

const rank = (id: string, name: string, months: string, kind: Shape, [light, dark]: readonly [string, string], at: TemplateLayer['at']): Template => ({
  id, name, canvas: 'twitch_badge', backdrop: 'transparent',
  layers: [
    shape('Metal', kind, [light, dark, 160], [50, 50, 88, 88], { outline: [0.05, '#1d1522'] }),
    text(months, '#ffffff', at, { outline: [0.05, '#1d1522'] }),
  ],
});
const badges: readonly Template[] = [
  rank('badge-bronze', 'Bronze, 1 month', '1', 'shield', ['#f0b27a', '#8d4a1b'], [50, 47, 30, 38]),
  rank('badge-silver', 'Silver, 6 months', '6', 'hexagon', ['#f4f7fa', '#7d8ba0'], [50, 50, 34, 38]),
  rank('badge-gold', 'Gold, 1 year', '12', 'star', ['#ffe98a', '#e09a00'], [50, 55, 34, 24]),
];

const panels: readonly Template[] = [
  {
    id: 'panel-about', name: 'About me', canvas: 'twitch_panel', backdrop: '#14111f',
    layers: [
      ground('#231a3d', '#14111f', 90),
      shape('Accent', 'slanted', ['#8e5bff', '#3fd0ff', 120], [9, 50, 44, 100]),
      place([19, 51, 36, 96], { outline: [0.018, '#ffffff'] }),
      text('ABOUT ME', '#ffffff', [42, 44, 53, 22], { side: 'left' }),
      text('who I am, what I play', '#c9bfff', [42, 64, 53, 12], { side: 'left' }),
    ],
  },
  {
    id: 'panel-support', name: 'Support', canvas: 'twitch_panel', backdrop: '#0e1a17',
    layers: [
      ground('#0b6e5f', '#0e1a17', 100),
      shape('Star', 'star', ['#ffe14d', '#ffab00', 180], [84, 46, 34, 68], { turn: 12, opacity: 92 }),
      text('SUPPORT', '#ffffff', [7, 42, 62, 26], { side: 'left', shadow: [0.03, '#000000'] }),
      text('every bit keeps this going', '#b9efe2', [7, 66, 60, 12], { side: 'left' }),
    ],
  },
  {
    id: 'panel-rules', name: 'Rules', canvas: 'twitch_panel', backdrop: '#1c1c24',
    layers: [
      ground('#22222e', '#1c1c24', 180),
      shape('Stripe', 'slanted', ['#ff5a36', '#ff8f1f'], [50, 50, 84, 56]),
      text('RULES', '#ffffff', [50, 50, 52, 32], { font: NARROW }),
    ],
  },
];

const offline: readonly Template[] = [
  {
    id: 'offline-soon', name: 'Back soon', canvas: 'twitch_offline', backdrop: '#0d1326',
    layers: [
      ground('#0d1326', '#39206b', 120),
      shape('Glow', 'ellipse', ['#7a3cff', '#ff4fa3', 45], [75, 56, 50, 89], { opacity: 34 }),
      place([75, 54, 44, 92], { outline: [0.008, '#ffffff'], glow: [0.06, '#7a3cff'] }),
      text('OFFLINE', '#ffffff', [6, 38, 48, 20], { side: 'left', shadow: [0.02, '#000000'] }),
      shape('Line', 'box', ['#ff4fa3', '#7a3cff', 90], [21, 53, 30, 1.2]),
      text('Back on Tuesday at 7 pm', '#d9d2ff', [6, 62, 46, 7], { side: 'left' }),
      text('@yourname', '#ff8fc4', [6, 74, 46, 5], { side: 'left' }),
    ],
  },
  {
    id: 'offline-schedule', name: 'Schedule', canvas: 'twitch_offline', backdrop: '#101820',
    layers: [
      ground('#0f2027', '#2c5364', 130),
      shape('Sheet', 'box', ['#ffffff'], [69, 52, 50, 72], { opacity: 10 }),
      text('NEXT STREAMS', '#ffffff', [46.5, 26, 45, 9], { side: 'left' }),
      text('MON   19:00   Ranked\nWED   19:00   With viewers\nSAT   15:00   Long run', '#ffe9b8', [46.5, 56, 45, 36], { side: 'left' }),
      place([23, 54, 38, 92], { outline: [0.008, '#ffffff'], shadow: [0.03, '#000000'] }),
    ],
  },
];

/** By what they are for, in the order in which they are offered. */
export const templates: readonly (readonly [heading: string, templates: readonly Template[]])[] = [
  ['Thumbnail', thumbnails],
  ['Emotes, all three sizes in one download', emotes],
  ['Badges, all three sizes in one download', badges],
  ['Channel panel', panels],
  ['Offline screen', offline],
];
