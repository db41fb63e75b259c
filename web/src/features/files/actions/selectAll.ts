import ListChecks from '@lucide/svelte/icons/list-checks';
import type { Action } from './action';

export const selectAll: Action = {
  id: 'selectAll',
  label: 'action.selectAll',
  icon: ListChecks,
  keys: ['Mod+a'],
  places: ['background'],
  enabled: ({ folder }) => folder.visible.length > 0,
  run: ({ folder }) => folder.selectAll(),
};
