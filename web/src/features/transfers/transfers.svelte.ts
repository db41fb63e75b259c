import { encodeName } from '../../api/address';
import { createFolder } from '../../api/changes';
import type { Entry } from '../../api/listing';
import { isAbort, problemOf, type Problem } from '../../api/problem';
import { upload } from '../../api/upload';
import { numbered } from '../files/names';
import type { Answer, Decision } from './conflict';
import type { Picked } from './dropped';
import { BUSY_RETRIES, afterBusy, fullPace, mayStart, type Pace } from './pace';
import { Rate } from './rate';

export type State =
  | 'waiting'
  | 'sending'
  /** All bytes are gone; the FTP server has not said yet that it has them. */
  | 'confirming'
  /** The name is taken and the user has not decided. */
  | 'asking'
  | 'done'
  | 'failed'
  | 'skipped'
  | 'cancelled';

const running: ReadonlySet<State> = new Set<State>(['sending', 'confirming']);
const unfinished: ReadonlySet<State> = new Set<State>(['waiting', 'sending', 'confirming', 'asking']);

/** What was chosen or dropped at one time; a decision "for all" holds for it. */
interface Batch {
  /** Encoded, with a closing slash. */
  readonly target: string;
  /** The target in words. */
  readonly words: string;
  /** Names known to be in the target, so that a conflict is found before a gigabyte is sent. */
  readonly taken: Set<string>;
  /** Folders of the batch that are there by now, or are being made. */
  readonly folders: Map<string, Promise<void>>;
  answer?: Answer;
}

/** One file on its way, or one folder that is to exist. */
export class Transfer {
  readonly id: number;
  readonly batch: Batch;
  readonly folders: readonly string[];
  readonly file: File | undefined;
  readonly size: number;
  name = $state('');
  state = $state<State>('waiting');
  sentBytes = $state(0);
  problem = $state.raw<Problem>();
  overwrite = false;
  busyRetries = 0;
  abort: AbortController | undefined;

  constructor(id: number, batch: Batch, picked: Picked) {
    this.id = id;
    this.batch = batch;
    if (picked.kind === 'file') {
      this.folders = picked.folders;
      this.file = picked.file;
      this.name = picked.file.name;
      this.size = picked.file.size;
    } else {
      this.folders = picked.folders;
      this.file = undefined;
      this.name = picked.folders.at(-1) ?? '';
      this.size = 0;
    }
  }

  get isUnfinished(): boolean {
    return unfinished.has(this.state);
  }
}

/** Something new arrived in a folder. */
export type Arrival = (folder: string, entry: Entry) => void;

/** Every upload since the tray was last cleared; lives as long as the page, whatever folder is shown. */
export class Transfers {
  items = $state.raw<readonly Transfer[]>([]);
  counts = $state<Record<State, number>>(noCounts());
  sentBytes = $state(0);
  totalBytes = $state(0);
  bytesPerSecond = $state(0);
  /** Lowered while the server is busy; at `fullPace` it is as fast as it gets. */
  pace = $state.raw<Pace>(fullPace);

  readonly active = $derived(this.counts.waiting + this.counts.sending + this.counts.confirming + this.counts.asking);
  readonly asking = $derived(this.counts.asking > 0 ? this.items.find((item) => item.state === 'asking') : undefined);

  /** Called as entries arrive. */
  onArrival: Arrival = () => {};
  /** Called with each folder that changed, once nothing is on its way any more. */
  onSettled: (folders: ReadonlySet<string>) => void = () => {};

  #nextId = 1;
  #rate = new Rate();
  #wake: ReturnType<typeof setTimeout> | undefined;
  readonly #changed = new Set<string>();

  /** @param taken the names that the target is known to hold */
  add(target: string, words: string, taken: ReadonlySet<string>, picked: readonly Picked[]): void {
    if (picked.length === 0) return;
    const batch: Batch = { target, words, taken: new Set(taken), folders: new Map() };
    const added = picked.map((one) => new Transfer(this.#nextId++, batch, one));
    this.counts.waiting += added.length;
    this.totalBytes += added.reduce((sum, one) => sum + one.size, 0);
    this.items = [...this.items, ...added];
    this.#pump();
  }

  decide(transfer: Transfer, decision: Decision): void {
    const { batch } = transfer;
    if (decision.forAll) batch.answer = decision.answer;
    for (const item of this.items) {
      if (item.state === 'asking' && (item === transfer || (decision.forAll && item.batch === batch))) {
        this.#apply(item, decision.answer);
      }
    }
    this.#pump();
  }

  cancel(transfer: Transfer): void {
    if (!transfer.isUnfinished) return;
    this.#set(transfer, 'cancelled');
    transfer.abort?.abort();
    this.#pump();
  }

  cancelAll(): void {
    for (const item of this.items) if (item.isUnfinished) this.#set(item, 'cancelled');
    for (const item of this.items) item.abort?.abort();
    this.#pump();
  }

  retry(transfer: Transfer): void {
    if (transfer.state !== 'failed' && transfer.state !== 'cancelled') return;
    transfer.problem = undefined;
    transfer.busyRetries = 0;
    this.#set(transfer, 'waiting');
    this.#pump();
  }

  retryFailed(): void {
    for (const item of this.items) if (item.state === 'failed') this.retry(item);
  }

  /** Forgets all that is over. */
  clear(): void {
    this.items = this.items.filter((item) => item.isUnfinished);
    const counts = noCounts();
    for (const item of this.items) counts[item.state]++;
    this.counts = counts;
    this.totalBytes = this.items.reduce((sum, item) => sum + item.size, 0);
    this.sentBytes = this.items.reduce((sum, item) => sum + item.sentBytes, 0);
  }

  #pump(): void {
    const now = Date.now();
    let inFlight = this.counts.sending + this.counts.confirming;
    if (this.counts.waiting > 0) {
      for (const item of this.items) {
        if (!mayStart(this.pace, inFlight, now)) break;
        if (item.state !== 'waiting') continue;
        void this.#run(item);
        if (running.has(item.state)) inFlight++;
      }
      if (this.pace.notBefore > now) {
        clearTimeout(this.#wake);
        this.#wake = setTimeout(() => this.#pump(), this.pace.notBefore - now);
      }
    }
    if (this.active === 0 && this.#changed.size > 0) {
      this.pace = fullPace;
      this.bytesPerSecond = 0;
      this.#rate = new Rate();
      const folders = new Set(this.#changed);
      this.#changed.clear();
      this.onSettled(folders);
    }
  }

  async #run(item: Transfer): Promise<void> {
    const { batch } = item;
    if (item.file && item.folders.length === 0 && !item.overwrite && batch.taken.has(item.name)) {
      if (!this.#conflict(item)) return;
    }
    this.#set(item, 'sending');
    const abort = new AbortController();
    item.abort = abort;
    try {
      await this.#folder(batch, item.folders);
      if (item.file) {
        const url = urlOf(batch.target, item.folders) + encodeName(item.name);
        if (!abort.signal.aborted) await this.#send(item, item.file, url, abort.signal);
      }
      if (item.state === 'cancelled') return;
      this.#progress(item, item.size);
      this.#set(item, 'done');
      this.#arrived(item);
    } catch (thrown) {
      if (item.state !== 'cancelled') this.#failed(item, isAbort(thrown) ? undefined : problemOf(thrown));
    } finally {
      item.abort = undefined;
      if (item.state !== 'done') this.#progress(item, 0);
      this.#pump();
    }
  }

  async #send(item: Transfer, file: File, url: string, signal: AbortSignal): Promise<void> {
    await upload(url, file, {
      overwrite: item.overwrite,
      signal,
      onProgress: (sentBytes) => {
        if (item.state !== 'sending') return;
        this.#progress(item, sentBytes);
        if (sentBytes >= item.size) this.#set(item, 'confirming');
      },
    });
  }

  /** Makes sure of a folder and of those above it; asked for many times, made once. */
  #folder(batch: Batch, folders: readonly string[]): Promise<void> {
    if (folders.length === 0) return Promise.resolve();
    const key = folders.join('/');
    const there = batch.folders.get(key);
    if (there) return there;
    const made = this.#folder(batch, folders.slice(0, -1)).then(async () => {
      try {
        await createFolder(urlOf(batch.target, folders));
      } catch (thrown) {
        // The folder being there already is what was wanted.
        if (problemOf(thrown).code !== 'exists') throw thrown;
      }
    });
    batch.folders.set(key, made);
    // The next file to need it tries again.
    made.catch(() => batch.folders.delete(key));
    return made;
  }

  #failed(item: Transfer, problem: Problem | undefined): void {
    if (problem?.code === 'busy' && item.busyRetries < BUSY_RETRIES) {
      const inFlight = this.counts.sending + this.counts.confirming;
      this.pace = afterBusy(this.pace, problem, inFlight, item.busyRetries, Date.now());
      item.busyRetries++;
      this.#set(item, 'waiting');
      return;
    }
    if (item.file && problem?.status === 412 && !item.overwrite) {
      if (item.folders.length === 0) item.batch.taken.add(item.name);
      if (this.#conflict(item)) this.#set(item, 'waiting');
      return;
    }
    item.problem = problem;
    this.#set(item, 'failed');
  }

  /** The name is taken. @returns whether the upload goes on at once, by a decision made earlier */
  #conflict(item: Transfer): boolean {
    const { answer } = item.batch;
    if (answer === undefined) {
      this.#set(item, 'asking');
      return false;
    }
    this.#apply(item, answer);
    return answer !== 'skip';
  }

  #apply(item: Transfer, answer: Answer): void {
    switch (answer) {
      case 'skip':
        this.#set(item, 'skipped');
        return;
      case 'overwrite':
        item.overwrite = true;
        break;
      case 'keepBoth':
        item.name = numbered(item.name, item.folders.length === 0 ? item.batch.taken : new Set());
        break;
    }
    this.#set(item, 'waiting');
  }

  #arrived(item: Transfer): void {
    const { batch, folders } = item;
    const modified = new Date().toISOString();
    this.#changed.add(batch.target);
    if (folders.length > 0) {
      const name = folders[0]!;
      this.onArrival(batch.target, { name, href: `${encodeName(name)}/`, kind: 'folder', modified });
    } else if (item.file) {
      batch.taken.add(item.name);
      this.onArrival(batch.target, { name: item.name, href: encodeName(item.name), kind: 'file', size: item.size, modified });
    }
  }

  #progress(item: Transfer, sentBytes: number): void {
    // A progress event counts what is handed to the network, never more than the file.
    const now = Math.min(sentBytes, item.size);
    const delta = now - item.sentBytes;
    item.sentBytes = now;
    this.sentBytes += delta;
    if (delta > 0) {
      this.#rate.add(delta, Date.now());
      this.bytesPerSecond = this.#rate.bytesPerSecond(Date.now());
    }
  }

  #set(item: Transfer, state: State): void {
    if (item.state === state) return;
    // What will not be sent does not count against the progress of the rest.
    const gone = (one: State) => one === 'skipped' || one === 'cancelled' || one === 'failed';
    if (!gone(item.state) && gone(state)) this.totalBytes -= item.size;
    if (gone(item.state) && !gone(state)) this.totalBytes += item.size;
    this.counts[item.state]--;
    this.counts[state]++;
    item.state = state;
  }
}

function urlOf(target: string, folders: readonly string[]): string {
  return target + folders.map((name) => `${encodeName(name)}/`).join('');
}

function noCounts(): Record<State, number> {
  return { waiting: 0, sending: 0, confirming: 0, asking: 0, done: 0, failed: 0, skipped: 0, cancelled: 0 };
}

export const transfers = new Transfers();
