import { reserved } from './base';
import type { Entry } from './listing';
import { request } from './request';

/** One entry with all that its server tells of it. */
export interface EntryDetails extends Entry {
  /** Octal, such as `644`. */
  readonly mode?: string;
  readonly owner?: string;
  /** What can be changed on this server. */
  readonly powers?: { readonly modified?: boolean; readonly mode?: boolean };
}

export interface EntryChange {
  /** ISO 8601, UTC. */
  readonly modified?: string;
  readonly mode?: string;
}

const url = reserved('api/entries');

/** @param path absolute and encoded */
export async function readEntry(path: string, signal?: AbortSignal): Promise<EntryDetails> {
  const response = await request(`${url}?path=${encodeURIComponent(path)}`, signal ? { signal } : {});
  return (await response.json()) as EntryDetails;
}

export async function changeEntry(path: string, change: EntryChange): Promise<void> {
  await request(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ path, ...change }),
  });
}
