// A pointer from when it went down until it goes up.

/**
 * Calls `move` until the pointer (any, if undefined) goes up, then `end`; Escape takes it `back` before that.
 * @returns a way to end earlier
 */
export function follow(
  surface: HTMLElement,
  pointerId: number | undefined,
  move: (event: PointerEvent) => void,
  end: () => void,
  back?: () => void,
): () => void {
  const done = new AbortController();
  const { signal } = done;
  const mine = (event: PointerEvent): boolean => pointerId === undefined || event.pointerId === pointerId;
  const finish = (): void => {
    if (signal.aborted) return;
    done.abort();
    end();
  };
  if (pointerId !== undefined) surface.setPointerCapture(pointerId);
  surface.addEventListener(
    'pointermove',
    (event) => {
      if (mine(event)) move(event);
    },
    { signal },
  );
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || !back) return;
      event.preventDefault(); // the selection stays
      back();
      finish();
    },
    { signal, capture: true },
  );
  for (const type of ['pointerup', 'pointercancel'] as const) {
    surface.addEventListener(
      type,
      (event) => {
        if (mine(event)) finish();
      },
      { signal },
    );
  }
  return finish;
}
