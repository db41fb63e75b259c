import Pencil from '@lucide/svelte/icons/pencil';
import { encodeName } from '../../../api/address';
import { move } from '../../../api/changes';
import { locale, t } from '../../../i18n/locale.svelte';
import { explain } from '../../../ui/explain';
import { faultOf, stemLength } from '../names';
import type { Action } from './action';

export const rename: Action = {
  id: 'rename',
  label: 'action.rename',
  icon: Pencil,
  keys: ['F2'],
  places: ['selection', 'row'],
  enabled: ({ folder }) => folder.selectedRows.length === 1,
  run: ({ folder, dialogs, say }) => {
    const row = folder.selectedRows[0];
    if (!row) return;
    const { path } = folder;
    dialogs.show({
      kind: 'name',
      title: t('rename.title', { name: row.name }),
      label: t('rename.label'),
      submitLabel: t('rename.submit'),
      value: row.name,
      selectedLength: row.kind === 'folder' ? row.name.length : stemLength(row.name),
      check: (name) => {
        const fault = name === row.name ? undefined : faultOf(name, folder.names);
        return fault && t(`name.${fault}`, { name });
      },
      submit: async (name) => {
        if (name === row.name) return;
        const href = encodeName(name) + (row.href.endsWith('/') ? '/' : '');
        await move(path + row.href, path + href);
        if (folder.path === path) folder.renamed(row.href, { ...row, name, href });
        say(t('rename.done', { name }));
      },
      failure: (problem) => explain(locale.language, 'rename', row.name, problem),
    });
  },
};
