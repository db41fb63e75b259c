import Search from '@lucide/svelte/icons/search';
import type { Action } from './action';

export const filter: Action = {
  id: 'filter',
  label: 'action.filter',
  icon: Search,
  keys: ['/'],
  places: [],
  enabled: () => true,
  run: ({ view }) => view.focusFilter(),
};
