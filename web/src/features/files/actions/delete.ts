import Trash from '@lucide/svelte/icons/trash';
import { remove } from '../../../api/changes';
import { problemOf } from '../../../api/problem';
import { locale, t } from '../../../i18n/locale.svelte';
import { explain } from '../../../ui/explain';
import type { Row } from '../rows';
import type { Action } from './action';

const NAMES_SHOWN = 5;

export const deleteAction: Action = {
  id: 'delete',
  label: 'action.delete',
  icon: Trash,
  keys: ['Delete'],
  places: ['selection', 'row'],
  danger: true,
  enabled: ({ folder }) => folder.selectedRows.length > 0,
  run: ({ folder, dialogs, say }) => {
    const { path, selectedRows: rows } = folder;
    const only = rows.length === 1 ? rows[0] : undefined;
    const body = only ? (only.kind === 'folder' ? 'delete.bodyFolder' : 'delete.body') : 'delete.bodyMany';
    let left: readonly Row[] = rows;
    let refused = '';
    dialogs.show({
      kind: 'confirm',
      title: only ? t('delete.titleOne', { name: only.name }) : t('delete.title', { count: rows.length }),
      body: t(body),
      names: only ? [] : rows.slice(0, NAMES_SHOWN).map((row) => row.name),
      more: rows.length > NAMES_SHOWN ? t('delete.andMore', { count: rows.length - NAMES_SHOWN }) : '',
      submitLabel: t('delete.submit'),
      submit: async (report) => {
        const gone = new Set<string>();
        try {
          for (const row of left) {
            if (rows.length > 1) report(t('delete.progress', { done: rows.length - left.length + gone.size + 1, count: rows.length }));
            refused = row.name;
            // Somebody else was quicker: what the user wanted is so.
            await remove(path + row.href).catch((thrown: unknown) => {
              if (problemOf(thrown).code !== 'not-found') throw thrown;
            });
            gone.add(row.href);
          }
        } finally {
          left = left.filter((row) => !gone.has(row.href));
          if (folder.path === path) folder.removed(gone);
        }
        say(t('delete.done', { count: rows.length }));
      },
      failure: (problem) => explain(locale.language, 'delete', refused, problem),
    });
  },
};
