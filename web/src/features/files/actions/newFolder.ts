import FolderPlus from '@lucide/svelte/icons/folder-plus';
import { encodeName } from '../../../api/address';
import { createFolder } from '../../../api/changes';
import { locale, t } from '../../../i18n/locale.svelte';
import { explain } from '../../../ui/explain';
import { faultOf } from '../names';
import type { Action } from './action';

export const newFolder: Action = {
  id: 'newFolder',
  label: 'action.newFolder',
  icon: FolderPlus,
  keys: [],
  places: ['toolbar', 'background'],
  enabled: ({ folder }) => folder.problem === undefined,
  run: ({ folder, dialogs, say }) => {
    const { path } = folder;
    dialogs.show({
      kind: 'name',
      title: t('newFolder.title'),
      label: t('newFolder.label'),
      submitLabel: t('newFolder.submit'),
      value: '',
      selectedLength: 0,
      check: (name) => {
        const fault = faultOf(name, folder.names);
        return fault && t(`name.${fault}`, { name });
      },
      submit: async (name) => {
        const href = `${encodeName(name)}/`;
        await createFolder(path + href);
        if (folder.path === path) {
          folder.put({ name, href, kind: 'folder', modified: new Date().toISOString() });
          folder.pick(href, 'single');
        }
        say(t('newFolder.done', { name }));
      },
      failure: (problem, name) => explain(locale.language, 'newFolder', name, problem),
    });
  },
};
