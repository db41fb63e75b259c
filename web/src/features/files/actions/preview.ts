import Eye from '@lucide/svelte/icons/eye';
import type { Action } from './action';

export const preview: Action = {
  id: 'preview',
  label: 'action.preview',
  icon: Eye,
  keys: ['Space'],
  places: ['selection', 'row'],
  enabled: ({ folder }) => folder.selectedRows.length === 1 && folder.selectedRows[0]?.kind !== 'folder',
  run: ({ folder, view }) => {
    const row = folder.selectedRows[0];
    if (row) view.preview(row.href);
  },
};
