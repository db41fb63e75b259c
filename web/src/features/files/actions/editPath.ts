import PencilLine from '@lucide/svelte/icons/pencil-line';
import type { Action } from './action';

export const editPath: Action = {
  id: 'editPath',
  label: 'action.editPath',
  icon: PencilLine,
  keys: ['Mod+l'],
  places: [],
  enabled: () => true,
  run: ({ view }) => view.editPath(),
};
