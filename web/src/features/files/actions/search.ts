import FolderSearch from '@lucide/svelte/icons/folder-search';
import { locale, t } from '../../../i18n/locale.svelte';
import { explain } from '../../../ui/explain';
import type { Action } from './action';

export const search: Action = {
  id: 'search',
  label: 'action.search',
  icon: FolderSearch,
  keys: ['Mod+Shift+f'],
  places: ['toolbar', 'background'],
  enabled: ({ folder }) => folder.problem === undefined,
  run: ({ folder, dialogs, view }) =>
    dialogs.show({
      kind: 'name',
      title: t('search.ask'),
      label: t('search.label'),
      submitLabel: t('search.submit'),
      value: folder.filter,
      selectedLength: folder.filter.length,
      check: (text) => (text.trim() === '' ? t('name.empty') : undefined),
      submit: async (text) => view.search(text.trim()),
      failure: (problem, text) => explain(locale.language, 'search', text, problem),
    }),
};
