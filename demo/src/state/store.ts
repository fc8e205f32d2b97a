// Holds the state and tells the views, at most once a frame.
import { initialState, type State } from './model.js';
import type { Patches } from './history.js';
import { reduce, type Action } from './reducer.js';

export interface Store {
  readonly state: State;
  dispatch(action: Action): void;
  /** Calls the view now and after every change. */
  subscribe(view: (state: State) => void): void;
}

export function createStore(patches: Patches): Store {
  let state = initialState;
  let scheduled = false;
  const views: ((state: State) => void)[] = [];
  const show = (): void => {
    scheduled = false;
    for (const view of views) view(state);
  };
  return {
    get state() {
      return state;
    },
    dispatch(action) {
      const next = reduce(patches, state, action);
      if (next === state) return;
      state = next;
      if (!scheduled) requestAnimationFrame(show);
      scheduled = true;
    },
    subscribe(view) {
      views.push(view);
      view(state);
    },
  };
}
