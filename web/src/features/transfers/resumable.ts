import { base } from '../../api/base';

/** An upload that has begun, as it is remembered across reloads. */
export interface Kept {
  /** The upload on the gateway. */
  readonly href: string;
  /** The folder of the batch: encoded, with a closing slash. */
  readonly target: string;
  readonly words: string;
  /** Folders below it. */
  readonly folders: readonly string[];
  readonly name: string;
  readonly size: number;
  readonly lastModified: number;
  /** Where the browser can give the file again without a picker. */
  readonly handle?: FileSystemFileHandle;
}

/** Where begun uploads are remembered. */
export interface UploadMemory {
  keep(upload: Kept): Promise<void>;
  forget(href: string): Promise<void>;
  all(): Promise<readonly Kept[]>;
}

export const noMemory: UploadMemory = {
  keep: async () => {},
  forget: async () => {},
  all: async () => [],
};

const STORE = 'uploads';

/** The memory of this browser. IndexedDB, because a file's handle cannot be written as text. */
export class BrowserMemory implements UploadMemory {
  #opened: Promise<IDBDatabase> | undefined;

  async keep(upload: Kept): Promise<void> {
    await this.#do('readwrite', (store) => store.put(upload));
  }

  async forget(href: string): Promise<void> {
    await this.#do('readwrite', (store) => store.delete(href));
  }

  async all(): Promise<readonly Kept[]> {
    return ((await this.#do('readonly', (store) => store.getAll())) ?? []) as readonly Kept[];
  }

  /** A browser that forbids storage forgets its uploads at a reload; sending them does not depend on it. */
  async #do(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
    try {
      const database = await (this.#opened ??= open());
      const request = work(database.transaction(STORE, mode).objectStore(STORE));
      return await settled(request);
    } catch {
      return undefined;
    }
  }
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(`sallyport${base}`, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE, { keyPath: 'href' }));
  return (await settled(request)) as IDBDatabase;
}

function settled(request: IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}

/** The file behind a handle, if the user still lets this page read it. */
export async function fileOf(handle: FileSystemFileHandle): Promise<File | undefined> {
  try {
    const asking = handle as FileSystemFileHandle & { requestPermission?(how: { mode: 'read' }): Promise<PermissionState> };
    if (asking.requestPermission && (await asking.requestPermission({ mode: 'read' })) !== 'granted') return undefined;
    return await handle.getFile();
  } catch {
    // It was moved or deleted: the user is asked for it instead.
    return undefined;
  }
}
