import HardDrive from '@lucide/svelte/icons/hard-drive';
import { t } from '../../../i18n/locale.svelte';
import type { Action } from './action';

export const copyDavAddress: Action = {
  id: 'copyDavAddress',
  label: 'action.copyDavAddress',
  icon: HardDrive,
  keys: [],
  places: ['row', 'background'],
  // Only a folder can be mounted.
  enabled: ({ folder }) =>
    navigator.clipboard !== undefined &&
    (folder.selectedRows.length === 0 || (folder.selectedRows.length === 1 && folder.selectedRows[0]?.kind === 'folder')),
  run: ({ folder, say }) => {
    const url = location.origin + folder.path + (folder.selectedRows[0]?.href ?? '');
    void navigator.clipboard.writeText(url).then(() => say(t('copyDavAddress.done')));
  },
};
