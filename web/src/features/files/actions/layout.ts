import LayoutGrid from '@lucide/svelte/icons/layout-grid';
import type { Action } from './action';

export const layout: Action = {
  id: 'layout',
  label: 'action.layout',
  icon: LayoutGrid,
  keys: ['Mod+Shift+l'],
  places: ['background'],
  enabled: () => true,
  run: ({ folder }) => folder.arrange(folder.layout === 'list' ? 'tiles' : 'list'),
};
