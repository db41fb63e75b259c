import { reserved } from './base';
import type { ProblemCode } from './problem';
import { request } from './request';

/** What to do where a name is taken already, for work that the gateway does alone. */
export type ConflictRule = 'fail' | 'overwrite' | 'newer' | 'keep-both' | 'skip';

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** What went wrong with one entry of a job that went on with the others. */
export interface JobProblem {
  /** Absolute and encoded. */
  readonly path: string;
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly reply?: string;
}

/** How far a ZIP, a copy or a move is. */
export interface JobStatus {
  readonly state: JobState;
  readonly files: number;
  readonly filesTotal?: number;
  readonly bytes: number;
  readonly bytesTotal?: number;
  readonly current?: string;
  readonly problems: readonly JobProblem[];
}

export interface StartedZip {
  readonly id: string;
  /** What the browser downloads. */
  readonly href: string;
  readonly status: string;
}

export interface StartedTask {
  readonly id: string;
  readonly href: string;
}

async function post<T>(url: string, value: unknown): Promise<T> {
  const response = await request(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(value),
  });
  return (await response.json()) as T;
}

/** Prepares a ZIP of files and folders; it is made while it is downloaded. */
export function startZip(paths: readonly string[], name: string): Promise<StartedZip> {
  return post(reserved('api/zips'), { paths, name });
}

/** Copies or moves entries into a folder, also one of another server. Goes on without this page. */
export function startTask(kind: 'copy' | 'move', from: readonly string[], to: string, conflict: ConflictRule): Promise<StartedTask> {
  return post(reserved('api/tasks'), { kind, from, to, conflict });
}

export async function readJob(href: string): Promise<JobStatus> {
  const answer = (await (await request(href)).json()) as Partial<JobStatus>;
  return { ...answer, state: answer.state ?? 'running', files: answer.files ?? 0, bytes: answer.bytes ?? 0, problems: answer.problems ?? [] };
}

export async function cancelJob(href: string): Promise<void> {
  await request(href, { method: 'DELETE' });
}
