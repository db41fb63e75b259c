import { cancelJob, readJob, startTask, startZip, type ConflictRule, type JobState, type JobStatus } from '../../api/jobs';
import { isAbort, problemOf, type Problem } from '../../api/problem';
import { follow } from '../files/follow';
import { Rate } from './rate';

export type JobKind = 'zip' | 'copy' | 'move' | 'download';

/** Work that runs without this page's bytes: a ZIP, a copy or a move on the gateway, a download in the browser. */
export class Job {
  readonly id: number;
  readonly kind: JobKind;
  readonly name: string;
  /** Where its status is; absent for what the browser does alone. */
  href = $state<string>();
  state = $state<JobState>('running');
  status = $state.raw<JobStatus>();
  problem = $state.raw<Problem>();
  bytesPerSecond = $state(0);
  readonly rate = new Rate();

  constructor(id: number, kind: JobKind, name: string) {
    this.id = id;
    this.kind = kind;
    this.name = name;
  }

  get isOver(): boolean {
    return this.state !== 'running' && this.state !== 'waiting';
  }
}

export interface JobTiming {
  readonly pollMillis: number;
}

/** Every job since the tray was last cleared. */
export class Jobs {
  items = $state.raw<readonly Job[]>([]);
  readonly active = $derived(this.items.filter((job) => !job.isOver).length);
  readonly failed = $derived(this.items.filter((job) => job.state === 'failed').length);

  /** Called with the folders that a job has changed, when it is over. */
  onSettled: (folders: ReadonlySet<string>) => void = () => {};

  readonly #timing: JobTiming;
  #nextId = 1;

  constructor(timing: JobTiming = { pollMillis: 1000 }) {
    this.#timing = timing;
  }

  /** A file that the browser saves by itself. */
  download(url: string, name: string): void {
    const job = this.#add('download', name);
    job.state = 'done';
    follow(url, { download: name });
  }

  /** Files and folders as one archive, which the browser saves while it is made. */
  async zip(paths: readonly string[], name: string): Promise<void> {
    await this.#work(this.#add('zip', name), async () => {
      const { href, status } = await startZip(paths, name);
      follow(href, { download: name });
      return status;
    });
  }

  /** Copies or moves entries into a folder of this or another server. */
  async task(kind: 'copy' | 'move', from: readonly string[], to: string, conflict: ConflictRule, name: string): Promise<void> {
    const job = this.#add(kind, name);
    await this.#work(job, async () => (await startTask(kind, from, to, conflict)).href);
    const folders = new Set([to]);
    if (kind === 'move') for (const path of from) folders.add(path.slice(0, path.lastIndexOf('/', path.length - 2) + 1));
    this.onSettled(folders);
  }

  async cancel(job: Job): Promise<void> {
    if (job.isOver || job.href === undefined) return;
    const { href } = job;
    job.state = 'cancelled';
    try {
      await cancelJob(href);
    } catch (thrown) {
      // It may have ended a moment ago; if not, it is still running and must not look cancelled.
      const problem = problemOf(thrown);
      if (problem.code === 'not-found') return;
      job.problem = problem;
      job.state = 'failed';
    }
  }

  clear(): void {
    this.items = this.items.filter((job) => !job.isOver);
  }

  #add(kind: JobKind, name: string): Job {
    const job = new Job(this.#nextId++, kind, name);
    this.items = [...this.items, job];
    return job;
  }

  /** Follows a job until it is over. */
  async #work(job: Job, start: () => Promise<string>): Promise<void> {
    try {
      job.href = await start();
      while (!job.isOver) {
        const status = await readJob(job.href);
        if (job.isOver) return;
        job.rate.add(status.bytes - (job.status?.bytes ?? 0), Date.now());
        job.bytesPerSecond = job.rate.bytesPerSecond(Date.now());
        job.status = status;
        job.state = status.state;
        if (!job.isOver) await new Promise((resolve) => setTimeout(resolve, this.#timing.pollMillis));
      }
    } catch (thrown) {
      if (isAbort(thrown) || job.isOver) return;
      job.problem = problemOf(thrown);
      job.state = 'failed';
    }
  }
}

export const jobs = new Jobs();
