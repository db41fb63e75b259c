import { home } from '../../api/base';
import { list, type Entry } from '../../api/listing';
import { isAbort, problemOf, type Problem } from '../../api/problem';
import { locale } from '../../i18n/locale.svelte';
import { matching, rowOf, type Row } from './rows';
import { all, kept, none, nothing, pick, type Mode, type Selection } from './selection';
import { columns, comparison, merged, toggled, type Column, type Order } from './sort';

const storageKey = 'sallyport.order';
const layoutKey = 'sallyport.layout';

export type Layout = 'list' | 'tiles';

/** Where the user was in a folder, so that Back leads there again. */
interface Place {
  readonly top: number;
  readonly focus?: string;
}

/** The folder on screen: its rows as they stream in, their order, the filter and the selection. */
export class Folder {
  /** Encoded, with a closing slash. */
  path = $state(home);
  /** The path in words; empty until the listing has ended. */
  words = $state('');
  rows = $state.raw<readonly Row[]>([]);
  skipped = $state(0);
  loading = $state(false);
  problem = $state.raw<Problem>();
  filter = $state('');
  order = $state.raw<Order>(storedOrder());
  layout = $state<Layout>(stored(layoutKey) === 'tiles' ? 'tiles' : 'list');
  selection = $state.raw<Selection>(nothing);
  /** Where the grid begins when the folder has just been opened. */
  scrollTo = $state.raw<Place>({ top: 0 });

  readonly visible = $derived(matching(this.rows, this.filter));
  readonly hrefs = $derived(this.visible.map((row) => row.href));
  readonly focusIndex = $derived(this.selection.focus === undefined ? -1 : this.hrefs.indexOf(this.selection.focus));
  readonly selectedRows = $derived(this.visible.filter((row) => this.selection.selected.has(row.href)));
  readonly names = $derived(new Set(this.rows.map((row) => row.name)));

  readonly #compare = $derived(comparison(this.order, locale.language));
  readonly #places = new Map<string, Place>();
  #reading: AbortController | undefined;

  /**
   * Shows another folder. Coming back from a folder inside, the focus is on that folder.
   *
   * @param point the href of an entry that is looked for
   */
  async open(path: string, point?: string): Promise<void> {
    const from = this.path;
    this.path = path;
    this.words = '';
    this.rows = [];
    this.skipped = 0;
    this.filter = '';
    const inside = from !== path && from.startsWith(path) ? firstSegment(from.slice(path.length)) : undefined;
    const place = this.#places.get(path);
    const focus = point ?? inside ?? place?.focus;
    // What a link points to is selected, too; what one comes back to has the focus alone.
    this.selection =
      focus === undefined ? nothing : { selected: new Set(point === undefined ? [] : [point]), focus, anchor: focus };
    this.scrollTo = { top: place?.top ?? 0, ...(focus === undefined ? {} : { focus }) };
    await this.#read((batch, first) => {
      this.rows = first ? batch.toSorted(this.#compare) : merged(this.rows, batch, this.#compare);
    });
  }

  /** Reads the same folder again; the rows stay until the new ones are complete. */
  async refresh(): Promise<void> {
    if (this.rows.length === 0) return this.open(this.path);
    let fresh: Row[] = [];
    const complete = await this.#read((batch) => {
      fresh = fresh.concat(batch);
    });
    if (complete) this.#replace(fresh.toSorted(this.#compare));
  }

  remember(top: number): void {
    const { focus } = this.selection;
    this.#places.set(this.path, { top, ...(focus === undefined ? {} : { focus }) });
  }

  sortBy(column: Column): void {
    this.order = toggled(this.order, column);
    this.resort();
    store(storageKey, JSON.stringify(this.order));
  }

  arrange(layout: Layout): void {
    this.layout = layout;
    store(layoutKey, layout);
  }

  resort(): void {
    this.rows = this.rows.toSorted(this.#compare);
  }

  pick(href: string, mode: Mode): void {
    this.selection = pick(this.selection, this.hrefs, href, mode);
  }

  selectAll(): void {
    this.selection = all(this.selection, this.hrefs);
  }

  selectNone(): void {
    this.selection = none(this.selection);
  }

  /** Shows an entry before the server has been asked again; one of the same name gives way. */
  put(entry: Entry): void {
    const there = this.rows.find((row) => row.name === entry.name);
    const row = rowOf(there ? { ...entry, href: there.href } : entry);
    this.#replace(merged(this.rows.filter((other) => other !== there), [row], this.#compare));
  }

  /** The href changes with the name, so the selection is carried over. */
  renamed(href: string, entry: Entry): void {
    this.#replace(merged(this.rows.filter((row) => row.href !== href), [rowOf(entry)], this.#compare));
    this.pick(entry.href, 'single');
  }

  removed(hrefs: ReadonlySet<string>): void {
    this.#replace(this.rows.filter((row) => !hrefs.has(row.href)));
  }

  #replace(rows: readonly Row[]): void {
    const before = this.hrefs;
    this.rows = rows;
    this.selection = kept(this.selection, before, this.hrefs);
  }

  /** @returns whether the listing arrived whole */
  async #read(onRows: (batch: Row[], first: boolean) => void): Promise<boolean> {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    this.loading = true;
    this.problem = undefined;
    let pending: Row[] = [];
    let first = true;
    let nextFlush = 0;
    const flush = () => {
      if (pending.length === 0) return;
      const start = performance.now();
      onRows(pending, first);
      pending = [];
      first = false;
      // A long list takes longer to merge; drawing it ever more seldom keeps the page awake.
      const now = performance.now();
      nextFlush = now + Math.max(80, 6 * (now - start));
    };
    try {
      const end = await list(
        this.path,
        (entries) => {
          for (const entry of entries) pending.push(rowOf(entry));
          if (performance.now() >= nextFlush) flush();
        },
        reading.signal,
      );
      flush();
      this.words = end.path;
      this.skipped = end.skipped;
      return true;
    } catch (thrown) {
      if (isAbort(thrown) || this.#reading !== reading) return false;
      flush();
      this.problem = problemOf(thrown);
      return false;
    } finally {
      if (this.#reading === reading) this.loading = false;
    }
  }
}

function firstSegment(path: string): string {
  return path.slice(0, path.indexOf('/') + 1) || path;
}

function storedOrder(): Order {
  try {
    const order = JSON.parse(stored(storageKey) ?? '{}') as Partial<Order>;
    const column = columns.find((known) => known === order.column);
    if (column) return { column, descending: order.descending === true };
  } catch {
    // Unreadable means unset.
  }
  return { column: 'name', descending: false };
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Storage may be forbidden; what is chosen then lasts as long as the page. */
function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // See above.
  }
}
