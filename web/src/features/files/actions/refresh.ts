import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import type { Action } from './action';

export const refresh: Action = {
  id: 'refresh',
  label: 'action.refresh',
  icon: RefreshCw,
  keys: [],
  places: ['toolbar', 'background'],
  enabled: () => true,
  run: ({ folder }) => void folder.refresh(),
};
