import Upload from '@lucide/svelte/icons/upload';
import type { Action } from './action';

export const upload: Action = {
  id: 'upload',
  label: 'action.upload',
  icon: Upload,
  keys: [],
  places: ['toolbar', 'background'],
  enabled: ({ folder }) => folder.problem === undefined,
  run: ({ view }) => view.chooseFiles(),
};
