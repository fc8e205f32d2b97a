// The one place where the keys of the library's queries and mutations are made.
import type { MediaAssetType } from '../generated/contract.js';
import type { ListParams } from './queries.js';

const all = Object.freeze(['creatorMedia'] as const);

/** The keys of the library's queries, from `all` down: what begins with one of them is meant by it. */
export const mediaKeys = {
  /** Everything of the library. */
  all,
  /** What the user's tier allows. */
  access: () => [...all, 'access'] as const,
  /** The media asset types. */
  types: () => [...all, 'types'] as const,
  /** The counts. */
  summary: () => [...all, 'summary'] as const,
  /** Every list. */
  lists: () => [...all, 'list'] as const,
  /** One list. */
  list: (params?: ListParams) => [...all, 'list', params ?? {}] as const,
  /** One list whose pages are kept together. */
  infiniteList: (params?: ListParams) => [...all, 'list', 'infinite', params ?? {}] as const,
  /** Every asset by its id. */
  details: () => [...all, 'detail'] as const,
  /** One asset. */
  detail: (assetId: string) => [...all, 'detail', assetId] as const,
  /** Every type's main asset. */
  primaries: () => [...all, 'primary'] as const,
  /** The main asset of a type. */
  primary: (assetType: MediaAssetType) => [...all, 'primary', assetType] as const,
  /** Every selection for a prompt. */
  prompts: () => [...all, 'forPrompt'] as const,
  /** What a prompt needs of some assets. */
  forPrompt: (assetIds: readonly string[]) => [...all, 'forPrompt', assetIds] as const,
  /** The mutations of one name of the client's methods. */
  mutation: (name: string) => [...all, name] as const,
};
