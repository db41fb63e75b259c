import { request } from './request';

/** @param folder absolute, encoded, with a closing slash */
export async function createFolder(folder: string): Promise<void> {
  await request(folder, { method: 'MKCOL' });
}

/** Renames or moves; never replaces. Both are absolute and encoded. */
export async function move(from: string, to: string): Promise<void> {
  await request(from, { method: 'MOVE', headers: { Destination: to, Overwrite: 'F' } });
}

/** Deletes a file, or a folder with all that is in it. */
export async function remove(url: string): Promise<void> {
  await request(url, { method: 'DELETE' });
}
