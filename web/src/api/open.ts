import { reserved } from './base';
import { ProblemError, offline, problemFrom } from './problem';

const opener = reserved('open');

export interface OpenOptions {
  readonly modes?: string;
  readonly tls?: string;
  readonly charset?: string;
  readonly timeZone?: string;
}

/** Where this gateway shows an FTP URL: the path of the deep link, absolute and encoded. */
export async function openUrl(ftpUrl: string, options: OpenOptions): Promise<string> {
  const query = new URLSearchParams({ url: ftpUrl });
  if (options.modes) query.set('modes', options.modes);
  if (options.tls) query.set('tls', options.tls);
  if (options.charset) query.set('charset', options.charset);
  if (options.timeZone) query.set('time-zone', options.timeZone);
  const aborting = new AbortController();
  const response = await fetch(`${opener}?${query}`, {
    cache: 'no-store',
    credentials: 'same-origin',
    headers: { Accept: 'application/json' },
    signal: aborting.signal,
  }).catch(() => {
    throw new ProblemError(offline);
  });
  const { pathname } = new URL(response.url);
  if (pathname !== opener) {
    // Only the address was wanted; whether it can be read is for the screen that shows it.
    aborting.abort();
    return pathname;
  }
  throw new ProblemError(
    problemFrom(response.status, response.headers.get('Content-Type') ?? '', await response.text(), response.headers.get('Retry-After')),
  );
}
