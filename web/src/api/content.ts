import { ProblemError, problemFrom } from './problem';
import { request } from './request';

export interface Content {
  readonly bytes: Uint8Array;
  /** The validator of what was read, if the server's times are exact enough for one. */
  readonly etag?: string;
  /** Whether the file goes on after `bytes`. */
  readonly isCut: boolean;
}

/** Reads the beginning of a file. */
export async function readContent(url: string, maxBytes: number, signal: AbortSignal): Promise<Content> {
  const response = await request(url, { headers: { Range: `bytes=0-${maxBytes - 1}` }, signal }).catch((thrown: unknown) => {
    // An empty file has no first byte.
    if (thrown instanceof ProblemError && thrown.problem.status === 416) return undefined;
    throw thrown;
  });
  if (!response) return { bytes: new Uint8Array(), isCut: false };
  const total = /\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '')?.[1];
  const etag = response.headers.get('ETag');
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    bytes: bytes.subarray(0, maxBytes),
    isCut: bytes.length > maxBytes || (total !== undefined && Number(total) > bytes.length),
    ...(etag === null ? {} : { etag }),
  };
}

/**
 * Replaces a file's content, if it still is what was read.
 *
 * @param etag of what was read; absent to write whatever is there
 * @returns the validator of what is there now
 */
export async function writeContent(url: string, bytes: Uint8Array<ArrayBuffer>, etag: string | undefined): Promise<string | undefined> {
  const response = await fetch(url, {
    method: 'PUT',
    cache: 'no-store',
    credentials: 'same-origin',
    headers: { Accept: 'application/json', ...(etag === undefined ? {} : { 'If-Match': etag }) },
    body: bytes,
  });
  if (!response.ok) {
    throw new ProblemError(
      problemFrom(response.status, response.headers.get('Content-Type') ?? '', await response.text(), response.headers.get('Retry-After')),
    );
  }
  return response.headers.get('ETag') ?? (await validatorOf(url));
}

/** The validator of a file as it is now. */
export async function validatorOf(url: string): Promise<string | undefined> {
  const response = await request(url, { method: 'HEAD' });
  return response.headers.get('ETag') ?? undefined;
}
