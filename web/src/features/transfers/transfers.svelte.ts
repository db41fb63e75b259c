import { encodeName } from '../../api/address';
import type { Entry } from '../../api/listing';
import { isAbort, problemOf, type Problem } from '../../api/problem';
import { numbered } from '../files/names';
import { outcome, type Answer, type Decision } from './conflict';
import type { Picked } from './dropped';
import { BatchFolders } from './folders';
import { BUSY_RETRIES, LOST_RETRIES, afterBusy, fullPace, lostPauseMillis, mayStart, type Pace } from './pace';
import { Rate } from './rate';
import { BrowserMemory, fileOf, type UploadMemory } from './resumable';
import { giveUp, sendFile } from './sending';
import { Transfer, type Batch, type State } from './transfer.svelte';

const running: ReadonlySet<State> = new Set<State>(['sending', 'confirming']);
/** Given up, for now or for good. */
const given: ReadonlySet<State> = new Set<State>(['skipped', 'cancelled', 'failed']);

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
  /** The upload whose file has to be chosen again. */
  wanted = $state.raw<Transfer>();

  readonly active = $derived(this.counts.waiting + this.counts.sending + this.counts.confirming + this.counts.asking);
  readonly asking = $derived(this.counts.asking > 0 ? this.items.find((item) => item.state === 'asking') : undefined);

  /** Called as entries arrive. */
  onArrival: Arrival = () => {};
  /** Called with each folder that changed, once nothing is on its way any more. */
  onSettled: (folders: ReadonlySet<string>) => void = () => {};

  readonly #memory: UploadMemory;
  #nextId = 1;
  #rate = new Rate();
  #wake: ReturnType<typeof setTimeout> | undefined;
  readonly #changed = new Set<string>();

  constructor(memory: UploadMemory = new BrowserMemory()) {
    this.#memory = memory;
  }

  /** @param known what the target is known to hold; absent to ask for it */
  add(target: string, words: string, known: Iterable<Entry> | undefined, picked: readonly Picked[]): void {
    const fresh = picked.filter((one) => !this.#goesOn(target, one));
    if (fresh.length > 0) {
      const batch: Batch = { target, words, folders: new BatchFolders(target, known) };
      this.#enlist(fresh.map((one) => new Transfer(this.#nextId++, batch, one)));
    }
    this.#pump();
  }

  /** Brings back, paused, what a reload interrupted. */
  async restore(): Promise<void> {
    const kept = await this.#memory.all();
    const there = new Set(this.items.map((item) => item.href));
    this.#enlist(
      kept
        .filter((one) => !there.has(one.href))
        .map((one) => {
          const batch: Batch = { target: one.target, words: one.words, folders: new BatchFolders(one.target) };
          return new Transfer(this.#nextId++, batch, { kind: 'kept', kept: one, folders: one.folders });
        }),
    );
  }

  decide(transfer: Transfer, decision: Decision): void {
    const { batch } = transfer;
    if (decision.forAll) batch.answer = decision.answer;
    for (const item of this.items) {
      if (item.state === 'asking' && (item === transfer || (decision.forAll && item.batch === batch))) {
        void this.#apply(item, decision.answer, item === transfer);
      }
    }
    this.#pump();
  }

  pause(transfer: Transfer): void {
    if (!running.has(transfer.state) && transfer.state !== 'waiting') return;
    this.#set(transfer, 'paused');
    transfer.abort?.abort();
    this.#pump();
  }

  pauseAll(): void {
    for (const item of this.items) this.pause(item);
  }

  /** Goes on with what was paused; asks for its file first where a reload took it away. */
  async resume(transfer: Transfer): Promise<void> {
    if (transfer.state !== 'paused') return;
    if (!transfer.file && !transfer.isFolder) {
      const file = transfer.handle && (await fileOf(transfer.handle));
      if (!file || !transfer.isSame(file)) {
        this.wanted = transfer;
        return;
      }
      transfer.file = file;
    }
    this.#again(transfer);
  }

  async resumeAll(): Promise<void> {
    for (const item of this.items) if (item.state === 'paused' && (item.file || item.isFolder || item.handle)) await this.resume(item);
  }

  /** The file that was asked for. @returns whether it is the same one */
  give(file: File): boolean {
    const { wanted } = this;
    this.wanted = undefined;
    if (!wanted?.isSame(file)) return false;
    wanted.file = file;
    this.#again(wanted);
    return true;
  }

  cancel(transfer: Transfer): void {
    if (!transfer.isUnfinished) return;
    this.#set(transfer, 'cancelled');
    transfer.abort?.abort();
    void giveUp(transfer, this.#memory);
    this.#pump();
  }

  cancelAll(): void {
    const all = this.items.filter((item) => item.isUnfinished);
    for (const item of all) this.#set(item, 'cancelled');
    for (const item of all) {
      item.abort?.abort();
      void giveUp(item, this.#memory);
    }
    this.#pump();
  }

  retry(transfer: Transfer): void {
    if (transfer.state === 'failed' || transfer.state === 'cancelled') this.#again(transfer);
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

  #enlist(added: readonly Transfer[]): void {
    for (const item of added) this.counts[item.state]++;
    this.totalBytes += added.reduce((sum, one) => sum + one.size, 0);
    this.items = [...this.items, ...added];
  }

  /** The same file for the same place as one that a reload interrupted: goes on with that. */
  #goesOn(target: string, picked: Picked): boolean {
    if (picked.kind !== 'file') return false;
    const item = this.items.find(
      (one) =>
        one.state === 'paused' &&
        !one.file &&
        one.batch.target === target &&
        one.folders.join('/') === picked.folders.join('/') &&
        one.isSame(picked.file),
    );
    if (!item) return false;
    item.file = picked.file;
    this.#again(item);
    return true;
  }

  #again(item: Transfer): void {
    item.problem = undefined;
    item.busyRetries = 0;
    item.lostRetries = 0;
    item.notBefore = 0;
    this.#set(item, 'waiting');
    this.#pump();
  }

  #pump(): void {
    const now = Date.now();
    let inFlight = this.counts.sending + this.counts.confirming;
    if (this.counts.waiting > 0) {
      let next = this.pace.notBefore > now ? this.pace.notBefore : Infinity;
      for (const item of this.items) {
        if (!mayStart(this.pace, inFlight, now)) break;
        if (item.state !== 'waiting') continue;
        if (item.notBefore > now) {
          next = Math.min(next, item.notBefore);
          continue;
        }
        void this.#run(item);
        if (running.has(item.state)) inFlight++;
      }
      clearTimeout(this.#wake);
      if (next < Infinity) this.#wake = setTimeout(() => this.#pump(), next - now);
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
    this.#set(item, 'sending');
    item.lostConnection = false;
    const abort = new AbortController();
    item.abort = abort;
    const sending = () => running.has(item.state) && !abort.signal.aborted;
    try {
      const names = await item.batch.folders.ready(item.folders);
      if (!sending()) return;
      if (item.file) {
        const theirs = names.get(item.name);
        if (theirs && !item.overwrite && item.href === undefined && item.claimed !== item.name) {
          item.theirs = theirs;
          await this.#conflict(item);
          return;
        }
        await sendFile(item, item.file, this.#memory, abort.signal, (sentBytes) => {
          if (!sending()) return;
          this.#progress(item, sentBytes);
          if (sentBytes >= item.size) this.#set(item, 'confirming');
        });
      }
      if (!sending()) return;
      this.#progress(item, item.size);
      this.#set(item, 'done');
      await this.#arrived(item);
    } catch (thrown) {
      if (sending()) await this.#failed(item, isAbort(thrown) ? undefined : problemOf(thrown));
    } finally {
      if (item.abort === abort) item.abort = undefined;
      // What a paused file has sent stays sent, unless it has to begin again.
      if (item.state !== 'done' && item.href === undefined) this.#progress(item, 0);
      this.#pump();
    }
  }

  async #failed(item: Transfer, problem: Problem | undefined): Promise<void> {
    if (problem?.code === 'busy' && item.busyRetries < BUSY_RETRIES) {
      const inFlight = this.counts.sending + this.counts.confirming;
      this.pace = afterBusy(this.pace, problem, inFlight, item.busyRetries, Date.now());
      item.busyRetries++;
      this.#set(item, 'waiting');
      return;
    }
    // Another offset than the server's means that an answer was lost: it is asked again.
    const lost = problem?.code === 'offline' || problem?.code === 'broken' || (problem?.status === 409 && item.href !== undefined);
    if (lost && item.lostRetries < LOST_RETRIES) {
      item.notBefore = Date.now() + lostPauseMillis(item.lostRetries);
      item.lostRetries++;
      item.lostConnection = true;
      this.#set(item, 'waiting');
      return;
    }
    if (item.file && problem?.status === 412 && !item.overwrite) {
      const names = await item.batch.folders.ready(item.folders);
      // Only the server knew of it; what it is shows in the next listing.
      item.theirs = names.get(item.name) ?? { name: item.name, href: encodeName(item.name), kind: 'file' };
      names.set(item.name, item.theirs);
      await this.#conflict(item);
      return;
    }
    item.problem = problem;
    this.#set(item, 'failed');
  }

  /** The name is taken: what was decided for all holds, else the user is asked. */
  async #conflict(item: Transfer): Promise<void> {
    const { answer } = item.batch;
    if (answer === undefined) this.#set(item, 'asking');
    else await this.#apply(item, answer, false);
  }

  /** @param chosen whether the answer was given for this very file */
  async #apply(item: Transfer, answer: Answer, chosen: boolean): Promise<void> {
    if (!item.theirs) return;
    switch (outcome(answer, item, item.theirs)) {
      case 'ask':
        // "If newer" or "resume" for all does not fit this one.
        this.#set(item, chosen ? 'skipped' : 'asking');
        return;
      case 'skip':
        this.#set(item, 'skipped');
        return;
      case 'resume':
        item.resume = true;
        item.overwrite = true;
        break;
      case 'overwrite':
        item.overwrite = true;
        break;
      case 'keepBoth': {
        const names = await item.batch.folders.ready(item.folders);
        item.name = numbered(item.name, new Set(names.keys()));
        item.claimed = item.name;
        names.set(item.name, { name: item.name, href: encodeName(item.name), kind: 'file' });
        break;
      }
    }
    this.#set(item, 'waiting');
    this.#pump();
  }

  async #arrived(item: Transfer): Promise<void> {
    const { batch, folders } = item;
    const modified = new Date().toISOString();
    this.#changed.add(batch.target);
    if (folders.length > 0) {
      const name = folders[0]!;
      this.onArrival(batch.target, { name, href: `${encodeName(name)}/`, kind: 'folder', modified });
    }
    if (item.isFolder) return;
    const entry: Entry = { name: item.name, href: encodeName(item.name), kind: 'file', size: item.size, modified };
    (await batch.folders.ready(folders)).set(item.name, entry);
    if (folders.length === 0) this.onArrival(batch.target, entry);
  }

  #progress(item: Transfer, sentBytes: number): void {
    // A progress event counts what is handed to the network, never more than the file.
    const now = Math.min(sentBytes, item.size);
    const delta = now - item.sentBytes;
    item.sentBytes = now;
    this.sentBytes += delta;
    if (delta > 0) {
      item.lostRetries = 0;
      this.#rate.add(delta, Date.now());
      this.bytesPerSecond = this.#rate.bytesPerSecond(Date.now());
    }
  }

  #set(item: Transfer, state: State): void {
    if (item.state === state) return;
    // What will not be sent does not count against the progress of the rest.
    if (!given.has(item.state) && given.has(state)) this.totalBytes -= item.size;
    if (given.has(item.state) && !given.has(state)) this.totalBytes += item.size;
    this.counts[item.state]--;
    this.counts[state]++;
    item.state = state;
  }
}

function noCounts(): Record<State, number> {
  return { waiting: 0, sending: 0, confirming: 0, asking: 0, paused: 0, done: 0, failed: 0, skipped: 0, cancelled: 0 };
}

export const transfers = new Transfers();
