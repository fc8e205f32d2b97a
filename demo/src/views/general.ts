// The offer of a general model, where the people model was shown something else.
import { byId, h, onChange } from '../dom.js';
import { builtIn, factsOf, keepModel, serverModels, type ServerModels } from '../engine/models.js';
import { currentImage, removalOf } from '../state/model.js';
import type { Context } from './context.js';

export function mountGeneral({ store, removal }: Context): void {
  const get = h('button', { type: 'button', class: 'primary', id: 'get-general' });
  const file = h('input', { type: 'file', id: 'general-file', accept: '.onnx', hidden: true, 'aria-label': 'File of the general model' });
  const choose = h('button', { type: 'button', id: 'choose-general' }, 'I have its file…');
  const busy = h('progress', { 'aria-label': 'Getting the general model', hidden: true });
  const why = h('p', { class: 'issue', id: 'general-issue', role: 'alert' });
  const offer = h('section', { class: 'general', id: 'general', 'aria-label': 'General model', hidden: true },
    h('p', {}, 'This does not look like a person.'), get, choose, file, busy, why);
  byId('model-bar').before(offer);

  let server: ServerModels | undefined;
  const use = (): void => removal.use({ model: { ...builtIn, general: server!.general } });
  const obtain = async (given?: File): Promise<void> => {
    const { imageId } = store.state;
    get.disabled = choose.disabled = true;
    busy.hidden = false;
    why.textContent = '';
    try {
      await keepModel(server!.general, given);
      // Asked again, so that the service worker knows it, too, and a start without a network does.
      server = (await serverModels()) ?? server;
      use();
      store.dispatch({ type: 'said', text: 'The general model is here, and kept for next time.' });
      if (imageId) void removal.remove(imageId);
    } catch (thrown) {
      why.textContent = `The general model could not be had; everything else works. ${(thrown as Error).message}`;
    } finally {
      get.disabled = choose.disabled = false;
      busy.hidden = true;
    }
  };
  get.addEventListener('click', () => void obtain());
  choose.addEventListener('click', () => file.click());
  const given = (files: FileList | null | undefined): void => {
    const [first] = files ?? [];
    if (first) void obtain(first);
  };
  file.addEventListener('change', () => {
    given(file.files);
    file.value = '';
  });
  offer.addEventListener('dragover', (event) => event.preventDefault());
  offer.addEventListener('drop', (event) => {
    event.preventDefault();
    event.stopPropagation(); // it is no picture
    given(event.dataTransfer?.files);
  });

  const show = (): void => {
    const image = store.state.view === 'cutout' ? currentImage(store.state) : undefined;
    const shown = image && removalOf(store.state, image);
    const wanted = (shown?.step === 'done' || shown?.step === 'failed') && shown.needsGeneral === true;
    const { model } = removal.engine;
    offer.hidden = !(server?.fetches && wanted && model.id === builtIn.id && !model.general);
  };
  void serverModels().then((answer) => {
    server = answer;
    if (server) get.textContent = `Get the general model (${factsOf(server.general)})`;
    if (server?.kept && removal.engine.model.id === builtIn.id) use();
    show();
    document.documentElement.dataset.models = 'known';
  });
  store.subscribe(onChange((state) => [currentImage(state), state.work, state.view], show));
}
