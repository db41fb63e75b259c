import Scissors from '@lucide/svelte/icons/scissors';
import type { Action } from './action';
import { nothingMarked, takeSelection } from './copy';

export const cut: Action = {
  id: 'cut',
  label: 'action.cut',
  icon: Scissors,
  keys: ['Mod+x'],
  places: ['row'],
  enabled: ({ folder }) => folder.selectedRows.length > 0 && nothingMarked(),
  run: (scene) => takeSelection(scene, 'move'),
};
