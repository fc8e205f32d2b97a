// The few DOM helpers that the views share. Styles go through the CSSOM, which a strict style-src allows.

/** The element with this id. @throws when index.html and the script disagree */
export function byId<T extends HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element as T;
}

type Attributes = Record<string, string | number | boolean | undefined>;

/** An element with attributes (true: present without a value; false or undefined: absent) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}

/** An icon of the sprite in index.html; text beside it or a label on its button says what it means. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** Whether keys that are pressed there write text, so that they are nobody else's. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.matches('textarea, [contenteditable], input:not([type=range], [type=checkbox], [type=file], [type=color], [type=button])');

/** Names that are written in a way of their own. */
const names: Readonly<Record<string, string>> = { youtube: 'YouTube', tiktok: 'TikTok' };

/** "twitch_emote_112" -> "Twitch emote 112" */
export const words = (identifier: string): string => {
  const text = identifier.split('_').map((word) => names[word] ?? word).join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** Runs `show` only when a value picked from the state is another than last time. */
export function onChange<S>(
  pick: (state: S) => readonly unknown[],
  show: (state: S) => void,
): (state: S) => void {
  let last: readonly unknown[] | undefined;
  return (state) => {
    const now = pick(state);
    if (last?.length === now.length && now.every((value, index) => Object.is(value, last![index]))) return;
    last = now;
    show(state);
  };
}

/** Saves a blob under a name, as a click on a download link does. */
export function download(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob);
  h('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
