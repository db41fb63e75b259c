import FolderUp from '@lucide/svelte/icons/folder-up';
import type { Action } from './action';

export const uploadFolder: Action = {
  id: 'uploadFolder',
  label: 'action.uploadFolder',
  icon: FolderUp,
  keys: [],
  places: ['toolbar', 'background'],
  enabled: ({ folder }) => folder.problem === undefined,
  run: ({ view }) => view.chooseFolder(),
};
