// A toolbar as the ARIA authoring practices describe it: one tab stop, arrow keys between what can be pressed.

/** The buttons of an element become one tab stop. */
export function toolbar(element: HTMLElement): void {
  const all = (): HTMLButtonElement[] => [...element.querySelectorAll('button')];
  const usable = (): HTMLButtonElement[] => all().filter((button) => !button.disabled && !button.hidden);
  const stopAt = (wanted: HTMLButtonElement | undefined): void => {
    for (const button of all()) button.tabIndex = button === wanted ? 0 : -1;
  };
  const refresh = (): void => {
    const now = usable();
    if (!now.some(({ tabIndex }) => tabIndex === 0)) stopAt(now[0]);
  };
  stopAt(usable()[0]);
  new MutationObserver(refresh).observe(element, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled', 'hidden'] });
  element.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLButtonElement) stopAt(target);
  });
  element.addEventListener('keydown', (event) => {
    const now = usable();
    const at = now.indexOf(event.target as HTMLButtonElement);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const back = getComputedStyle(element).direction === 'rtl' ? 1 : -1;
    const to = { ArrowLeft: at + back, ArrowRight: at - back, Home: 0, End: now.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    now[(to + now.length) % now.length]!.focus();
  });
}
