// The menu of projects: the name of the one that is open, the others, a new one, to and from a file.
import { byId, download, h, icon } from '../dom.js';
import type { Project } from '../engine/database.js';
import { fromProjectFile, toProjectFile } from '../engine/project-file.js';
import type { Context } from './context.js';

export function mountProjects(context: Context): void {
  const { projects, store } = context;
  const say = (text: string, tone: 'info' | 'error' = 'info'): void => store.dispatch({ type: 'said', text, tone });
  const menu = byId('projects');
  const name = h('input', { id: 'project-name', type: 'text', dir: 'auto', maxlength: 80, autocomplete: 'off', value: projects.name });
  const fresh = h('button', { type: 'button', id: 'project-new' }, icon('plus'), 'New project');
  const save = h('button', { type: 'button', id: 'project-save' }, icon('download'), 'Save as file');
  const open = h('button', { type: 'button', id: 'project-open' }, icon('upload'), 'Open file…');
  const file = h('input', { type: 'file', id: 'project-file', accept: '.json,application/json', hidden: true, 'aria-label': 'Project file' });
  const list = h('ul', { class: 'projects-list', 'aria-label': 'Other projects' });
  menu.append(
    h('div', { class: 'field' }, h('label', { for: name.id }, 'Name of this project'), name),
    h('div', { class: 'menu-actions' }, fresh, save, open, file),
    h('p', { class: 'hint' }, 'Saved in this browser as you go.'),
    list,
  );
  const title = byId('projects-title');
  const showName = (): void => void (title.textContent = projects.name);
  showName();

  const logo = document.querySelector<HTMLAnchorElement>('.brand')!;
  logo.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // in a tab of its own
    event.preventDefault();
    void projects.keep().finally(() => location.assign(logo.href));
  });

  const showList = async (): Promise<void> => {
    const others = await projects.others();
    list.replaceChildren(...others.map((project) => row(project)));
  };
  menu.addEventListener('toggle', () => void showList());

  function row(project: Project): HTMLLIElement {
    const { images } = project.session.document;
    const choose = h(
      'button',
      { type: 'button', class: 'quiet project' },
      h('span', { class: 'name' }, project.name),
      h('span', { class: 'note' }, `${new Date(project.changed).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })} · ${images.length === 1 ? '1 image' : `${images.length} images`}`),
    );
    choose.addEventListener('click', () => void projects.open(project.id));
    const remove = h('button', { type: 'button', class: 'quiet', 'aria-label': `Delete ${project.name}` }, icon('trash'));
    let asked = false;
    remove.addEventListener('click', async () => {
      if (!asked) {
        asked = true;
        remove.replaceChildren('Delete for good');
        return;
      }
      await projects.remove(project.id);
      say(`${project.name} deleted.`);
      await showList();
      name.focus();
    });
    return h('li', {}, choose, remove);
  }

  name.addEventListener('input', () => {
    projects.rename(name.value);
    showName();
  });
  fresh.addEventListener('click', () => void projects.open());
  save.addEventListener('click', async () => {
    try {
      download(await toProjectFile(context, await projects.snapshot()), `${projects.name}.json`);
      say(`${projects.name}.json saved.`);
    } catch (thrown) {
      say(`The project could not be saved. ${(thrown as Error).message}`, 'error');
    }
  });
  open.addEventListener('click', () => file.click());
  file.addEventListener('change', async () => {
    const [given] = file.files ?? [];
    file.value = '';
    if (!given) return;
    try {
      const { project, pictures } = await fromProjectFile(context.kit, given);
      await projects.add(project, pictures);
      await projects.open(project.id);
    } catch (thrown) {
      say(`${given.name} could not be opened. ${(thrown as Error).message}`, 'error');
    }
  });
}
