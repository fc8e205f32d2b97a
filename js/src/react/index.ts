'use client';
// The entry '@aurastream/media-wasm/react'.
export { MediaProvider, useMediaClient, type MediaProviderProps } from './provider.js';
export {
  useAssetTypes, useInfiniteMediaLibrary, useMediaAccess, useMediaAsset, useMediaForPrompt, useMediaLibrary, useMediaSummary, usePrimaryAsset,
  type MediaQueryHookOptions,
} from './reading.js';
export {
  useBulkDeleteMedia, useDeleteMedia, useSetPrimary, useToggleFavorite, useUpdateMedia, useUploadMedia,
  type MediaMutationHookOptions, type UploadState,
} from './changing.js';
export { useContractKit, useCoreKit, useMediaKit, usePlacementKit, type KitState, type MediaKitState } from './kit.js';
export { useBackgroundRemover, type BackgroundRemovalState, type UseBackgroundRemover, type UseBackgroundRemoverOptions } from './background-remover.js';
export { usePlacementEditor, type EditorElementProps, type UsePlacementEditor, type UsePlacementEditorOptions } from './placement-editor.js';
export { PlacementPreview, type PlacementPreviewProps } from './placement-preview.js';
export type { PreviewSource } from './painter.js';
export { HANDLES } from '../placement/geometry.js';
export type { EditorItem, EditorOptions, EditorState } from '../editor/types.js';
export { mediaKeys } from '../queries/keys.js';
export type { FavoriteBefore, PrimaryBefore } from '../queries/mutations.js';
export type { ListParams } from '../queries/queries.js';
