import type { Kept } from './resumable';

/** Something to upload, placed below the folder that it was dropped on. */
export type Picked =
  | { readonly kind: 'file'; readonly file: File; readonly folders: readonly string[]; readonly handle?: FileSystemFileHandle | undefined }
  /** Begun before a reload; its file is asked for. */
  | { readonly kind: 'kept'; readonly kept: Kept; readonly folders: readonly string[] }
  /** A folder in its own right, so that an empty one arrives too. */
  | { readonly kind: 'folder'; readonly folders: readonly string[] };

/** The parts of FileSystemEntry that we use; the browser's own types hide `file` and `createReader` in subtypes. */
interface DroppedEntry {
  readonly name: string;
  readonly isDirectory: boolean;
  file?(done: (file: File) => void, failed: (error: unknown) => void): void;
  createReader?(): { readEntries(done: (entries: DroppedEntry[]) => void, failed: (error: unknown) => void): void };
}

interface DroppedItem {
  readonly kind: string;
  webkitGetAsEntry?(): unknown;
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
  getAsFile(): File | null;
}

/**
 * Everything in a drop, folders with all that is in them.
 *
 * The entries are taken before the first await: the browser empties the list when the drop event is over.
 */
export function dropped(items: Iterable<DroppedItem>): Promise<Picked[]> {
  const roots: Root[] = [];
  for (const item of items) {
    if (item.kind !== 'file') continue;
    const entry = (item.webkitGetAsEntry?.() as DroppedEntry | null | undefined) ?? item.getAsFile();
    // With a handle, an interrupted upload of a file goes on after a reload without asking for the file.
    if (entry) roots.push({ entry, handle: item.getAsFileSystemHandle?.().catch(() => null) });
  }
  return collect(roots);
}

interface Root {
  readonly entry: DroppedEntry | File;
  readonly handle: Promise<FileSystemHandle | null> | undefined;
}

async function collect(roots: readonly Root[]): Promise<Picked[]> {
  const picked: Picked[] = [];
  for (const { entry, handle } of roots) {
    if (!(entry instanceof File) && entry.isDirectory) {
      await walk(entry, [], picked);
      continue;
    }
    const file = entry instanceof File ? entry : await fileOf(entry);
    const known = await handle;
    picked.push({ kind: 'file', file, folders: [], handle: known?.kind === 'file' ? (known as FileSystemFileHandle) : undefined });
  }
  return picked;
}

function fileOf(entry: DroppedEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file!(resolve, reject));
}

async function walk(entry: DroppedEntry, folders: readonly string[], picked: Picked[]): Promise<void> {
  if (!entry.isDirectory) {
    picked.push({ kind: 'file', file: await fileOf(entry), folders });
    return;
  }
  const inside = [...folders, entry.name];
  picked.push({ kind: 'folder', folders: inside });
  const reader = entry.createReader!();
  for (;;) {
    // Chromium hands out at most 100 at a time; only an empty answer means the end.
    const members = await new Promise<DroppedEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (members.length === 0) return;
    for (const member of members) await walk(member, inside, picked);
  }
}

/** The files of an `<input type=file>`; with `webkitdirectory` each knows its path below the chosen folder. */
export function chosen(files: Iterable<File>): Picked[] {
  const picked: Picked[] = [];
  const known = new Set<string>();
  for (const file of files) {
    const folders = (file.webkitRelativePath ?? '').split('/').slice(0, -1);
    for (let depth = 1; depth <= folders.length; depth++) {
      const folder = folders.slice(0, depth);
      const path = folder.join('/');
      if (known.has(path)) continue;
      known.add(path);
      picked.push({ kind: 'folder', folders: folder });
    }
    picked.push({ kind: 'file', file, folders });
  }
  return picked;
}
