import type { Problem } from '../../api/problem';

/** How many uploads run at once. A busy server is asked for less, and given time. */
export interface Pace {
  readonly limit: number;
  /** No upload starts before this moment. */
  readonly notBefore: number;
}

export const fullPace: Pace = { limit: 3, notBefore: 0 };

/** How often one file is tried again when the server says it is busy; then it fails like any other. */
export const BUSY_RETRIES = 8;

/** How often one file is tried again when the connection to the gateway was lost. */
export const LOST_RETRIES = 6;

export function lostPauseMillis(retries: number): number {
  return Math.min(30_000, 1000 * 2 ** retries);
}

export function afterBusy(pace: Pace, problem: Problem, running: number, retries: number, now: number): Pace {
  const seconds = problem.retryAfterSeconds ?? Math.min(30, 2 ** retries);
  return {
    // What runs besides this one is what the server can bear.
    limit: Math.max(1, Math.min(pace.limit, running - 1)),
    notBefore: Math.max(pace.notBefore, now + seconds * 1000),
  };
}

export function mayStart(pace: Pace, running: number, now: number): boolean {
  return running < pace.limit && now >= pace.notBefore;
}
