// From the page's state to what the web app would send: placements, request params, their issues, the prompt text.
import type { ContractIssue, CoreKit, RequestResult } from '@aurastream/media-wasm';
import { currentImage, imageOf, inOrder, type ImageItem, type Layer, type State } from '../state/model.js';
import { canvasSize } from './contract.js';
import { shownFile, type Pictures } from './pictures.js';

/** What a request would be: its body when it may be sent, its issues when not. */
export interface RequestView {
  headline: string;
  /** As it goes on the wire. */
  body?: string;
  /** For reading: indented, with long strings (base64) shortened. */
  shown?: string;
  issues: readonly ContractIssue[];
}

/** Longer strings are shortened in what is shown. */
const SHOWN_STRING = 240;

/** Ids and addresses come with the upload's answer in the web app; these stand in for them here. */
export const assetAddress = (image: ImageItem): string =>
  `https://media.example/${image.id}/${image.useCutout ? 'processed.png' : image.fileName}`;

/** Layers as the web app serialises them, back to front. */
export const placements = (state: State) => placementsOf(state, state.document.layers);

/** Of some layers; what is hidden is not sent. */
function placementsOf(state: State, layers: readonly Layer[]) {
  return inOrder(layers).flatMap((layer) => {
    const image = imageOf(state, layer);
    if (!image || layer.hidden) return [];
    const { x, y, width, height, rotation, opacity, zIndex } = layer;
    return [
      {
        assetId: image.id,
        displayName: image.displayName,
        assetType: image.assetType,
        url: assetAddress(image),
        x: tidy(x),
        y: tidy(y),
        width: tidy(width),
        height: tidy(height),
        sizeUnit: 'percent' as const,
        zIndex,
        rotation: tidy(rotation),
        opacity,
      },
    ];
  });
}

/** As large as kit.preview takes it. */
const MOST_RADIUS = 2000;

/** What the preview draws of some layers, back to front: placements, and what the backend has no word for. */
export function drawnLayers(kit: CoreKit, state: State, layers: readonly Layer[] = state.document.layers) {
  const { width, height } = canvasSize(kit, state.document.canvas);
  const shown = inOrder(layers).filter((layer) => imageOf(state, layer) && !layer.hidden);
  return placementsOf(state, shown).map((placement, i) => {
    const { flipX, flipY, outline, glow, shadow, crop, round = 0 } = shown[i]!;
    const radius = (round * Math.min((placement.width * width) / 100, (placement.height * height) / 100)) / 2;
    return { ...placement, ...(flipX && { flipX }), ...(flipY && { flipY }), ...(outline && { outline }), ...(glow && { glow }), ...(shadow && { shadow }), ...(crop && { crop }), ...(radius > 0 && { cornerRadius: Math.min(MOST_RADIUS, tidy(radius)) }) };
  });
}

/** What pointers meet of some layers, in their order: what is drawn, and empty places. */
export const metLayers = (kit: CoreKit, state: State, layers: readonly Layer[]) =>
  layers.map((layer) => {
    if (!layer.place) return drawnLayers(kit, state, [layer])[0]!;
    const { id, x, y, width, height, rotation, zIndex } = layer;
    return { assetId: id, x, y, width, height, rotation, zIndex, sizeUnit: 'percent' as const };
  });

/** What the preview draws. */
export function sceneOf(kit: CoreKit, state: State) {
  const canvas = canvasSize(kit, state.document.canvas);
  return { canvas, background: state.document.backdrop, placements: drawnLayers(kit, state) };
}

/** Two decimals: a hundredth of a percent is a fifth of a pixel on the largest canvas. */
const tidy = (value: number): number => Math.round(value * 100) / 100;

export function generateParams(state: State) {
  const placed = placements(state);
  return {
    assetType: state.document.canvas,
    customPrompt: state.prompt.trim() === '' ? null : state.prompt,
    ...(placed.length > 0 && {
      mediaAssetIds: [...new Set(placed.map(({ assetId }) => assetId))],
      mediaAssetPlacements: placed,
    }),
  };
}

export function uploadParams(image: ImageItem) {
  const tags = image.tags
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  return {
    assetType: image.assetType,
    displayName: image.displayName,
    description: image.description === '' ? null : image.description,
    tags: tags.length > 0 ? tags : null,
    isFavorite: image.favorite,
    setAsPrimary: image.primary,
    // Done here already: the server need not do it again. Otherwise null, the type's default.
    removeBackground: image.useCutout ? false : null,
  };
}

/** Equal for states that send the same. */
export function requestKey(state: State): string {
  const image = currentImage(state);
  const params =
    state.endpoint === 'generate' ? generateParams(state) : [image?.id, image && uploadParams(image)];
  return JSON.stringify([state.endpoint, params]);
}

const decoder = new TextDecoder();

/** The chosen request, as `kit.requests` answers it. */
export function requestView(kit: CoreKit, state: State, pictures: Pictures): RequestView {
  if (state.endpoint === 'generate') return shown(kit.requests.generate(generateParams(state)));
  const image = currentImage(state);
  const file = image && shownFile(pictures, image);
  if (!file) return { headline: 'Choose an image to upload', issues: [] };
  return shown(kit.requests.uploadMedia({ ...uploadParams(image), image: file }));
}

function shown(answer: RequestResult): RequestView {
  if (!answer.ok) return { headline: `Would be refused with ${answer.status}`, issues: answer.issues };
  const body = decoder.decode(answer.body);
  const short = (_key: string, value: unknown): unknown =>
    typeof value === 'string' && value.length > SHOWN_STRING
      ? `${value.slice(0, SHOWN_STRING / 4)}… (${value.length} characters)`
      : value;
  const headline = `${answer.method} ${answer.path}`;
  return { headline, body, shown: JSON.stringify(JSON.parse(body), short, 2), issues: [] };
}

export function generateIssues(kit: CoreKit, state: State): readonly ContractIssue[] {
  const verdict = kit.contract.validate('GenerateRequest', generateParams(state));
  return verdict.ok ? [] : verdict.issues;
}

/** The picture itself is left to the request: here only the fields that the person types. */
export function uploadIssues(kit: CoreKit, image: ImageItem): readonly ContractIssue[] {
  const verdict = kit.contract.validate('UploadMediaRequest', { ...uploadParams(image), imageBase64: '' });
  return verdict.ok ? [] : verdict.issues;
}

export const promptText = (kit: CoreKit, state: State): string =>
  kit.prompt.describe(placements(state), canvasSize(kit, state.document.canvas));
