// What a person has chosen for this page for good, in this browser.

export interface Preferences {
  /** Whether a picture's background goes as soon as it is added. */
  cutOutAtOnce: boolean;
  /** Whether it is shown how pictures are cut out. */
  settings: boolean;
  /** Whether the drawer for developers is open. */
  developers: boolean;
}

const KEY = 'studio-preferences';

export const preferences: Preferences = { cutOutAtOnce: true, settings: false, developers: false, ...read() };

function read(): Partial<Preferences> {
  try {
    return (JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences> | null) ?? {};
  } catch {
    return {}; // storage is forbidden here, or holds something else
  }
}

export function prefer(changes: Partial<Preferences>): void {
  Object.assign(preferences, changes);
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Storage is forbidden here: it counts until the page is left.
  }
}
