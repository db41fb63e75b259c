import Download from '@lucide/svelte/icons/download';
import { crumbsOf } from '../../../api/address';
import type { Action } from './action';

/** One file as it is; several, or folders, as one ZIP. */
export const download: Action = {
  id: 'download',
  label: 'action.download',
  icon: Download,
  keys: [],
  places: ['selection', 'row'],
  enabled: ({ folder }) => folder.selectedRows.length > 0,
  run: ({ folder, jobs }) => {
    const rows = folder.selectedRows;
    const only = rows.length === 1 ? rows[0] : undefined;
    if (only && only.kind !== 'folder') {
      jobs.download(folder.path + only.href, only.name);
      return;
    }
    const name = only?.name ?? crumbsOf(folder.path, folder.words).at(-1)?.label ?? 'files';
    void jobs.zip(
      rows.map((row) => folder.path + row.href),
      `${name}.zip`,
    );
  },
};
