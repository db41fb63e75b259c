import { encodeName } from '../../api/address';
import { createFolder } from '../../api/changes';
import { list, type Entry } from '../../api/listing';
import { problemOf } from '../../api/problem';

/** What a folder holds, by name. */
export type Names = Map<string, Entry>;

/** The folders that one upload goes into: each made once, and known by what it held before. */
export class BatchFolders {
  readonly #target: string;
  readonly #known = new Map<string, Promise<Names>>();

  /**
   * @param target encoded, with a closing slash
   * @param known what it holds, where that is on screen already; else it is asked for
   */
  constructor(target: string, known?: Iterable<Entry>) {
    this.#target = target;
    if (known) this.#known.set('', Promise.resolve(byName(known)));
  }

  /** What a folder below the target holds; makes it, and those above it, if it is not there. */
  ready(folders: readonly string[]): Promise<Names> {
    const key = folders.join('/');
    const there = this.#known.get(key);
    if (there) return there;
    const names = folders.length === 0 ? namesIn(this.#target) : this.#make(folders);
    this.#known.set(key, names);
    // The next file to need it tries again.
    names.catch(() => this.#known.delete(key));
    return names;
  }

  url(folders: readonly string[]): string {
    return this.#target + folders.map((name) => `${encodeName(name)}/`).join('');
  }

  async #make(folders: readonly string[]): Promise<Names> {
    const above = await this.ready(folders.slice(0, -1));
    const url = this.url(folders);
    if (above.get(folders.at(-1)!)?.kind === 'folder') return namesIn(url);
    try {
      await createFolder(url);
      return new Map();
    } catch (thrown) {
      // The folder being there already is what was wanted.
      if (problemOf(thrown).code !== 'exists') throw thrown;
      return namesIn(url);
    }
  }
}

/** Lists a folder for what its names are. */
export async function namesIn(url: string): Promise<Names> {
  const names: Names = new Map();
  await list(
    url,
    (entries) => {
      for (const entry of entries) names.set(entry.name, entry);
    },
    new AbortController().signal,
  );
  return names;
}

function byName(entries: Iterable<Entry>): Names {
  return new Map([...entries].map((entry) => [entry.name, entry]));
}
