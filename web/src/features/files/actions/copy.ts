import Copy from '@lucide/svelte/icons/copy';
import { t } from '../../../i18n/locale.svelte';
import type { Action, Scene } from './action';

/** Text that is marked on the page is what Ctrl+C is about. */
export function nothingMarked(): boolean {
  return document.getSelection()?.isCollapsed ?? true;
}

export function takeSelection({ folder, clipboard, say }: Scene, kind: 'copy' | 'move'): void {
  const hrefs = folder.selectedRows.map((row) => row.href);
  clipboard.take({ kind, folder: folder.path, hrefs });
  say(t(kind === 'copy' ? 'clipboard.copied' : 'clipboard.cut', { count: hrefs.length }));
}

export const copy: Action = {
  id: 'copy',
  label: 'action.copy',
  icon: Copy,
  keys: ['Mod+c'],
  places: ['row'],
  enabled: ({ folder }) => folder.selectedRows.length > 0 && nothingMarked(),
  run: (scene) => takeSelection(scene, 'copy'),
};
