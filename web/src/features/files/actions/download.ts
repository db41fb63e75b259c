import Download from '@lucide/svelte/icons/download';
import { follow } from '../follow';
import type { Action } from './action';

export const download: Action = {
  id: 'download',
  label: 'action.download',
  icon: Download,
  keys: [],
  places: ['selection', 'row'],
  enabled: ({ folder }) => folder.selectedRows.length > 0 && folder.selectedRows.every((row) => row.kind !== 'folder'),
  run: ({ folder }) => {
    for (const row of folder.selectedRows) follow(folder.path + row.href, { download: row.name });
  },
};
