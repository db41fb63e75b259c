import FolderOpen from '@lucide/svelte/icons/folder-open';
import type { Action } from './action';

export const open: Action = {
  id: 'open',
  label: 'action.open',
  icon: FolderOpen,
  keys: ['Enter'],
  places: ['row'],
  enabled: ({ folder }) => folder.selectedRows.length === 1 || folder.focusIndex >= 0,
  run: ({ folder, go, view }) => {
    const row = folder.selectedRows.length === 1 ? folder.selectedRows[0] : folder.visible[folder.focusIndex];
    if (!row) return;
    if (row.kind === 'folder') go(folder.path + row.href);
    else view.preview(row.href);
  },
};
