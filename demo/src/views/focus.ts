// The focus never falls out of the page: where what has it goes away, is hidden or can no longer be pressed, something
// near it is given the focus.

const FOCUSABLE = 'a[href], button, [role=tab], [tabindex="0"], summary, select, input[type=range], input[type=checkbox]';

const isUsable = (element: Element): boolean =>
  element.isConnected && !element.matches(':disabled, [tabindex="-1"]') && element.checkVisibility({ visibilityProperty: true });

const usableIn = (element: Element): HTMLElement[] => [...element.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(isUsable);

/** What had the focus last, the elements around it, the nearest first, and its rank among what could have it in each. */
interface Place {
  element: Element;
  around: readonly { element: Element; rank: number }[];
}

function placeOf(element: Element): Place {
  const around: { element: Element; rank: number }[] = [];
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    around.push({ element: parent, rank: [...parent.querySelectorAll(FOCUSABLE)].indexOf(element) });
  }
  return { element, around };
}

export function keepFocus(): void {
  let last: Place | undefined;
  addEventListener('focusin', ({ target }) => {
    last = target instanceof Element ? placeOf(target) : undefined;
  });
  // Left on purpose, by a click on nothing or for another window: what is taken out is gone a moment later.
  addEventListener('focusout', ({ target, relatedTarget }) =>
    queueMicrotask(() => {
      if (relatedTarget === null && last?.element === target && isUsable(last!.element)) last = undefined;
    }),
  );
  const look = (): void => {
    const { activeElement } = document;
    const isLost = !activeElement || activeElement === document.body || !isUsable(activeElement);
    if (!last || !isLost || isUsable(last.element)) return;
    for (const { element, rank } of last.around) {
      const near = element.isConnected ? usableIn(element) : [];
      if (near.length === 0) continue;
      near[Math.min(Math.max(0, rank), near.length - 1)]!.focus({ preventScroll: true });
      return;
    }
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['hidden', 'disabled'] });
}
