import { reserved } from './base';
import type { Entry } from './listing';
import { readLines } from './ndjson';
import { ProblemError, brokenOff } from './problem';
import { request } from './request';

/** One entry found below the folder. */
export interface Hit extends Entry {
  /** Absolute and encoded, ready for the address bar. */
  readonly path: string;
}

export interface SearchEnd {
  readonly folders: number;
  readonly matches: number;
  /** Whether there may be more than was asked for. */
  readonly truncated: boolean;
}

/** Looks for `text` in all names below a folder. Stops on the server, too, when `signal` aborts. */
export async function search(
  folder: string,
  text: string,
  limit: number,
  on: { readonly hit: (hit: Hit) => void; readonly searched: (folders: number) => void },
  signal: AbortSignal,
): Promise<SearchEnd> {
  const response = await request(`${reserved('api/search')}?in=${encodeURIComponent(folder)}&q=${encodeURIComponent(text)}&limit=${limit}`, {
    signal,
  });
  let end: SearchEnd | undefined;
  await readLines(response, (line) => {
    if (line['entry']) on.hit(line['entry'] as Hit);
    else if (typeof line['searched'] === 'number') on.searched(line['searched']);
    else if (line['done']) {
      end = {
        folders: Number(line['folders'] ?? 0),
        matches: Number(line['matches'] ?? 0),
        truncated: line['truncated'] === true,
      };
    }
  });
  // Without its last line it was broken off, and what was not found proves nothing.
  if (!end) throw new ProblemError(brokenOff);
  return end;
}
