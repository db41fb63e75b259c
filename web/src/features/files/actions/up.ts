import ArrowUp from '@lucide/svelte/icons/arrow-up';
import { parentOf } from '../../../api/address';
import { home } from '../../../api/base';
import type { Action } from './action';

export const up: Action = {
  id: 'up',
  label: 'action.up',
  icon: ArrowUp,
  keys: ['Alt+ArrowUp', 'Backspace'],
  places: [],
  enabled: ({ folder }) => parentOf(folder.path) !== undefined,
  run: ({ folder, go }) => go(parentOf(folder.path) ?? home),
};
