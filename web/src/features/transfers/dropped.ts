/** Something to upload, placed below the folder that it was dropped on. */
export type Picked =
  | { readonly kind: 'file'; readonly file: File; readonly folders: readonly string[] }
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
  getAsFile(): File | null;
}

/**
 * Everything in a drop, folders with all that is in them.
 *
 * The entries are taken before the first await: the browser empties the list when the drop event is over.
 */
export function dropped(items: Iterable<DroppedItem>): Promise<Picked[]> {
  const roots: (DroppedEntry | File)[] = [];
  for (const item of items) {
    if (item.kind !== 'file') continue;
    const root = (item.webkitGetAsEntry?.() as DroppedEntry | null | undefined) ?? item.getAsFile();
    if (root) roots.push(root);
  }
  return collect(roots);
}

async function collect(roots: readonly (DroppedEntry | File)[]): Promise<Picked[]> {
  const picked: Picked[] = [];
  for (const root of roots) {
    if (root instanceof File) picked.push({ kind: 'file', file: root, folders: [] });
    else await walk(root, [], picked);
  }
  return picked;
}

async function walk(entry: DroppedEntry, folders: readonly string[], picked: Picked[]): Promise<void> {
  if (!entry.isDirectory) {
    const file = await new Promise<File>((resolve, reject) => entry.file!(resolve, reject));
    picked.push({ kind: 'file', file, folders });
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
