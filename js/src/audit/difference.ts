// What an audit finds.

/**
 * What a difference does. `breaks_requests`: the server refuses or ignores what the tables let through.
 * `breaks_responses`: its answers can be refused, or lack what the tables promise. `more_permissive`: it takes
 * what the tables refuse. `information`: nothing that is sent or read changes.
 */
export type Effect = 'breaks_requests' | 'breaks_responses' | 'more_permissive' | 'information';

export const EFFECTS = ['breaks_requests', 'breaks_responses', 'more_permissive', 'information'] as const satisfies readonly Effect[];

export const isBreaking = (effect: Effect): boolean => effect.startsWith('breaks_');

export interface Difference {
  effect: Effect;
  /** A stable word, e.g. `field_gone`, `max_length`, `path_slash`. */
  kind: string;
  /** The row of the tables, e.g. `MediaAssetPlacement.z_index`, or `listMedia`. */
  row: string;
  /** Where in the document, e.g. `POST /api/v1/generate`. */
  where: string;
  /** What the tables have; null for nothing. */
  ours: unknown;
  /** What the server has; null for nothing. */
  theirs: unknown;
  message: string;
}

/** Which way a value goes: a request is written by the tables, a response is read by them. */
export type Direction = 'request' | 'response';
