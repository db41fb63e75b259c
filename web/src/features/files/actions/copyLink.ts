import Link from '@lucide/svelte/icons/link';
import { t } from '../../../i18n/locale.svelte';
import type { Action } from './action';

export const copyLink: Action = {
  id: 'copyLink',
  label: 'action.copyLink',
  icon: Link,
  keys: [],
  places: ['row'],
  // The clipboard is there only over HTTPS and on localhost.
  enabled: ({ folder }) => folder.selectedRows.length === 1 && navigator.clipboard !== undefined,
  run: ({ folder, say }) => {
    const row = folder.selectedRows[0];
    if (!row) return;
    void navigator.clipboard.writeText(location.origin + folder.path + row.href).then(() => say(t('copyLink.done')));
  },
};
