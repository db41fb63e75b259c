import Info from '@lucide/svelte/icons/info';
import type { Action } from './action';

export const properties: Action = {
  id: 'properties',
  label: 'action.properties',
  icon: Info,
  keys: ['Alt+Enter'],
  places: ['row'],
  enabled: ({ folder }) => folder.selectedRows.length === 1,
  run: ({ folder, dialogs }) => {
    const row = folder.selectedRows[0];
    if (row) dialogs.show({ kind: 'properties', folder, row });
  },
};
