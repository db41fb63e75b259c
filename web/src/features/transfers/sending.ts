import { encodeName } from '../../api/address';
import { readEntry } from '../../api/entries';
import { problemOf } from '../../api/problem';
import { createUpload, endUpload, offsetOf, sendRest } from '../../api/tus';
import { upload } from '../../api/upload';
import type { UploadMemory } from './resumable';
import type { Transfer } from './transfer.svelte';

/** A file smaller than this is sent in one request: to send it again costs less than to keep it resumable. */
export const WHOLE_BELOW_BYTES = 1024 * 1024;

/**
 * Sends one file, from where an earlier try ended. Resolves when the FTP server has confirmed the whole.
 *
 * @param onProgress told how many bytes of the file have left
 */
export async function sendFile(
  item: Transfer,
  file: File,
  memory: UploadMemory,
  signal: AbortSignal,
  onProgress: (sentBytes: number) => void,
): Promise<void> {
  const url = item.batch.folders.url(item.folders) + encodeName(item.name);
  if (file.size < WHOLE_BELOW_BYTES && !item.resume && item.href === undefined) {
    await upload(url, file, { overwrite: item.overwrite, modified: file.lastModified, signal, onProgress });
    return;
  }
  const offset = (await offsetSoFar(item, url, signal)) ?? (await begun(item, file, url, memory, signal));
  if (offset === undefined) {
    await upload(url, file, { overwrite: item.overwrite, modified: file.lastModified, signal, onProgress });
    return;
  }
  if (offset !== WHOLE) {
    onProgress(offset);
    await sendRest(item.href!, file, offset, signal, (sentBytes) => onProgress(offset + sentBytes));
  }
  await memory.forget(item.href!);
  item.href = undefined;
}

/** The server has it all, and has said so. */
const WHOLE = -1;

async function offsetSoFar(item: Transfer, url: string, signal: AbortSignal): Promise<number | undefined> {
  if (item.href === undefined) return undefined;
  try {
    return await offsetOf(item.href, signal);
  } catch (thrown) {
    const { status } = problemOf(thrown);
    if (status !== 404 && status !== 410) throw thrown;
    // It has expired, or its last answer was lost on the way here and the file is in its place.
    return item.sentBytes === item.size && (await isThere(url, item.size, signal)) ? WHOLE : undefined;
  }
}

async function isThere(url: string, size: number, signal: AbortSignal): Promise<boolean> {
  try {
    return (await readEntry(url, signal)).size === size;
  } catch (thrown) {
    if (problemOf(thrown).code === 'not-found') return false;
    throw thrown;
  }
}

/** Begins anew. @returns where to send from; undefined where the server cannot go on with a file, so that it is sent at once */
async function begun(item: Transfer, file: File, target: string, memory: UploadMemory, signal: AbortSignal): Promise<number | undefined> {
  if (item.href !== undefined) await memory.forget(item.href);
  const wanted = { target, sizeBytes: file.size, modified: file.lastModified, overwrite: item.overwrite, resume: item.resume };
  try {
    const { href, offset } = await createUpload(wanted, signal);
    item.href = href;
    await memory.keep(item.kept(href));
    return offset;
  } catch (thrown) {
    if (problemOf(thrown).status !== 501) throw thrown;
    item.href = undefined;
    return undefined;
  }
}

/** Gives up what has arrived. If the gateway cannot be told, the upload expires there by itself. */
export async function giveUp(item: Transfer, memory: UploadMemory): Promise<void> {
  const { href } = item;
  if (href === undefined) return;
  item.href = undefined;
  await memory.forget(href);
  await endUpload(href).catch(() => undefined);
}
