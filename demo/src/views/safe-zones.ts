// What a platform covers with its own buttons and titles: a frame on the canvas, in no download.
import { byId, h, icon, onChange } from '../dom.js';
import { canvasOf } from '../engine/layout.js';
import type { Context } from './context.js';
import { showAt } from './frame.js';

const platforms = { youtube: 'YouTube', twitch: 'Twitch', instagram: 'Instagram', tiktok: 'TikTok' } as const;
type Platform = keyof typeof platforms;

export function mountSafeZones({ kit, store }: Context): void {
  const choice = h('select', { id: 'safe-zone', 'aria-label': 'Safe zone', title: 'What stays visible beside a platform’s own buttons' },
    h('option', { value: '' }, 'No safe zone'),
    ...Object.entries(platforms).map(([platform, name]) => h('option', { value: platform }, `Safe on ${name}`)));
  const frame = h('div', { class: 'safe-zone', 'aria-hidden': 'true', hidden: true });
  byId('composition').append(h('div', { class: 'zoom aside' }, icon('safe'), choice));
  byId('stage').insertBefore(frame, byId('overlay'));
  const show = (): void => {
    frame.hidden = choice.value === '';
    if (frame.hidden) return;
    const canvas = canvasOf(kit, store.state);
    const { left, top, width, height } = kit.placement.query.safeArea(canvas, kit.placement.constants.SAFE_ZONES[choice.value as Platform]);
    showAt(frame, { x: left + width / 2, y: top + height / 2, width, height, rotation: 0 }, canvas);
  };
  choice.addEventListener('change', show);
  store.subscribe(onChange((state) => [state.document.canvas], show));
}
