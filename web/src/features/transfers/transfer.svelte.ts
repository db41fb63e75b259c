import type { Entry } from '../../api/listing';
import type { Problem } from '../../api/problem';
import type { BatchFolders } from './folders';
import type { Answer } from './conflict';
import type { Picked } from './dropped';
import type { Kept } from './resumable';

export type State =
  | 'waiting'
  | 'sending'
  /** All bytes are gone; the FTP server has not said yet that it has them. */
  | 'confirming'
  /** The name is taken and the user has not decided. */
  | 'asking'
  /** Stopped by the user, or by a reload: it goes on from where it was. */
  | 'paused'
  | 'done'
  | 'failed'
  | 'skipped'
  | 'cancelled';

export const states: readonly State[] = ['asking', 'sending', 'confirming', 'paused', 'failed', 'waiting', 'done', 'skipped', 'cancelled'];

const unfinished: ReadonlySet<State> = new Set<State>(['waiting', 'sending', 'confirming', 'asking', 'paused']);

/** What was chosen or dropped at one time; a decision "for all" holds for it. */
export interface Batch {
  /** Encoded, with a closing slash. */
  readonly target: string;
  /** The target in words. */
  readonly words: string;
  readonly folders: BatchFolders;
  answer?: Answer;
}

/** One file on its way, or one folder that is to exist. */
export class Transfer {
  readonly id: number;
  readonly batch: Batch;
  readonly folders: readonly string[];
  readonly isFolder: boolean;
  readonly size: number;
  readonly lastModified: number;
  /** Absent after a reload, until the user gives it again. */
  file = $state.raw<File>();
  name = $state('');
  state = $state<State>('waiting');
  sentBytes = $state(0);
  problem = $state.raw<Problem>();
  /** What has the name already. */
  theirs = $state.raw<Entry>();
  /** Why it waits, when it is not just its turn. */
  lostConnection = $state(false);
  overwrite = false;
  /** The free name that it was given to keep both. */
  claimed: string | undefined;
  resume = false;
  busyRetries = 0;
  lostRetries = 0;
  /** It is not started before this moment. */
  notBefore = 0;
  abort: AbortController | undefined;
  /** The resumable upload on the gateway, once there is one. */
  href: string | undefined;
  /** How the file is found again after a reload. */
  handle: FileSystemFileHandle | undefined;

  constructor(id: number, batch: Batch, picked: Picked) {
    this.id = id;
    this.batch = batch;
    this.folders = picked.folders;
    this.isFolder = picked.kind === 'folder';
    if (picked.kind === 'file') {
      this.file = picked.file;
      this.handle = picked.handle;
      this.name = picked.file.name;
      this.size = picked.file.size;
      this.lastModified = picked.file.lastModified;
    } else if (picked.kind === 'kept') {
      this.name = picked.kept.name;
      this.size = picked.kept.size;
      this.lastModified = picked.kept.lastModified;
      this.href = picked.kept.href;
      this.handle = picked.kept.handle;
      this.overwrite = true;
      this.state = 'paused';
    } else {
      this.name = picked.folders.at(-1) ?? '';
      this.size = 0;
      this.lastModified = 0;
    }
  }

  get isUnfinished(): boolean {
    return unfinished.has(this.state);
  }

  /** Whether `file` is the one that was being sent. */
  isSame(file: File): boolean {
    return file.name === this.name && file.size === this.size && file.lastModified === this.lastModified;
  }

  /** What has to be remembered to go on after a reload. */
  kept(href: string): Kept {
    return {
      href,
      target: this.batch.target,
      words: this.batch.words,
      folders: [...this.folders],
      name: this.name,
      size: this.size,
      lastModified: this.lastModified,
      ...(this.handle === undefined ? {} : { handle: this.handle }),
    };
  }
}
