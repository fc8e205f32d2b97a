// Templates: chosen by their previews in a dialog; one takes the place of what lies on the canvas, and undo brings that back.
import { byId, h, icon, words } from '../dom.js';
import { canvasSize } from '../engine/contract.js';
import { freshLayerIds } from '../engine/layout.js';
import { nextId, shownImage } from '../engine/pictures.js';
import type { Pixels } from '../engine/pixels.js';
import { currentImage, type ImageItem, type Layer } from '../state/model.js';
import { filled, isCutOff } from '../state/places.js';
import type { Shown, Template } from '../templates/index.js';
import type { Context } from './context.js';

export function mountTemplates(context: Context, pixels: Pixels): void {
  const { store } = context;
  const dialog = byId<HTMLDialogElement>('templates');
  const open = h('button', { type: 'button', id: 'templates-open', 'aria-haspopup': 'dialog', title: 'Start from a template' }, icon('templates'), h('span', {}, 'Templates'));
  byId('canvas-tools').append(open);
  const groups = h('div', { class: 'template-groups' });
  dialog.append(
    h('h2', { id: 'templates-title' }, 'Templates'),
    h('p', { class: 'hint' }, 'Every text, colour and place can be changed afterwards. What lies on the canvas now goes; undo brings it back.'),
    groups,
    h('form', { method: 'dialog' }, h('button', {}, 'Close')),
  );

  const failed = (thrown: unknown): void => store.dispatch({ type: 'said', text: `The templates could not be shown. ${(thrown as Error).message}`, tone: 'error' });
  let showing = 0;
  const show = async (): Promise<void> => {
    const mine = ++showing;
    groups.dataset.ready = 'false';
    dialog.showModal();
    const { templates, ...drawing } = await import('../templates/index.js');
    const most = Math.max(...templates.flatMap(([, group]) => group.map(({ layers }) => layers.filter(({ draws }) => !draws).length)));
    const own = ownShown(context, most).map(drawing.previewPicture);
    const shown = own.length > 0 ? own : [drawing.examplePerson()];
    const cards = templates.map(([heading, group]) => [heading, group.map((template) => [template, card(template, () => void use(context, pixels, template).catch(failed))] as const)] as const);
    groups.replaceChildren(
      ...cards.map(([heading, group]) => h('section', { 'aria-label': heading }, h('h3', {}, heading), h('ul', { class: 'template-cards' }, ...group.map(([, { element }]) => element)))),
    );
    for (const [template, { show: showIn }] of cards.flatMap(([, group]) => group)) {
      if (!dialog.open || mine !== showing) return;
      showIn(await drawing.templatePreview(template, canvasSize(context.kit, template.canvas), shown, pixels));
    }
    groups.dataset.ready = 'true';
  };
  for (const button of [open, byId('canvas-template'), byId('start-template')]) button.addEventListener('click', () => void show().catch(failed));
  dialog.addEventListener('close', () => {
    for (const image of groups.querySelectorAll('img')) URL.revokeObjectURL(image.src);
    groups.replaceChildren();
  });
}

/** The person's pictures, the chosen one first. */
function ownPictures({ store: { state }, pictures }: Context): ImageItem[] {
  const current = currentImage(state);
  const own = state.document.images.filter((image) => !image.drawn && image.assetType !== 'background' && pictures.has(image.id));
  return current && own.includes(current) ? [current, ...own.filter((image) => image !== current)] : own;
}

/** As templates show them, in the order in which their places take them. */
const ownShown = (context: Context, most: number): Shown[] =>
  ownPictures(context).slice(0, most).flatMap((image) => {
    const pixels = shownImage(context.pictures, image);
    return pixels ? [{ pixels, stands: isCutOff(image) }] : [];
  });

function card({ id, name, canvas }: Template, choose: () => void) {
  const image = h('img', { alt: '' });
  const frame = h('span', { class: 'template-frame checks' }, image);
  const button = h('button', { type: 'button', 'data-template': id }, frame, h('span', {}, name));
  button.title = `${name}: ${words(canvas)}`;
  button.addEventListener('click', choose);
  return {
    element: h('li', {}, button),
    show: (picture: Blob): void => {
      image.src = URL.createObjectURL(picture);
    },
  };
}

/** On the canvas, with the person's pictures in its places. */
async function use(context: Context, pixels: Pixels, template: Template): Promise<void> {
  const { kit, store, pictures } = context;
  byId<HTMLDialogElement>('templates').close();
  const { drawnImage, drawnPictures, laidOut } = await import('../templates/index.js');
  const opened = await drawnPictures(template, pixels);
  const canvas = canvasSize(kit, template.canvas);
  const ids = freshLayerIds(store.state, opened.length);
  const geometry = laidOut(template, opened.map((one) => one ?? { width: 1, height: 1 }), canvas);
  const own = ownPictures(context);
  const images: ImageItem[] = [];
  const layers = geometry.map((box, i): Layer => {
    const picture = opened[i];
    const layer = { ...box, id: ids[i]!, imageId: '' };
    if (!picture) {
      const mine = own.shift();
      return mine ? filled(layer, mine, canvas) : layer;
    }
    const image = drawnImage(nextId('image', context.projects.pictureIds()), picture, template.layers[i]!);
    pictures.set(image.id, picture.picture);
    images.push(image);
    return { ...layer, imageId: image.id };
  });
  store.dispatch({ type: 'templateUsed', canvas: template.canvas, backdrop: template.backdrop, images, layers });
  store.dispatch({ type: 'said', text: `${template.name} is on the canvas. Undo brings back what was there.` });
  byId('tab-layers').click();
  byId('templates-open').focus(); // not into the canvas, where the focus selects
}
