import { ProblemError, brokenOff, offline, problemFrom } from './problem';

export interface SendOptions {
  readonly method: 'PUT' | 'PATCH';
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Bytes of this request that have left. */
  readonly onProgress: (sentBytes: number) => void;
}

/**
 * Sends a body.
 *
 * XMLHttpRequest, because fetch tells nothing about how much of a body has been sent.
 */
export function send(url: string, body: Blob, options: SendOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const { signal } = options;
    if (signal.aborted) {
      reject(aborted());
      return;
    }
    const xhr = new XMLHttpRequest();
    let sentBytes = 0;
    const abort = () => xhr.abort();
    signal.addEventListener('abort', abort);
    xhr.upload.addEventListener('progress', (event) => {
      sentBytes = event.loaded;
      options.onProgress(event.loaded);
    });
    xhr.addEventListener('load', () => {
      if (xhr.status >= 200 && xhr.status < 300) resolve();
      else
        reject(
          new ProblemError(
            problemFrom(
              xhr.status,
              xhr.getResponseHeader('Content-Type') ?? '',
              xhr.responseText,
              xhr.getResponseHeader('Retry-After'),
            ),
          ),
        );
    });
    // A connection reset half-way is the gateway's word that the transfer broke.
    xhr.addEventListener('error', () => reject(new ProblemError(sentBytes > 0 ? brokenOff : offline)));
    xhr.addEventListener('abort', () => reject(aborted()));
    xhr.addEventListener('loadend', () => signal.removeEventListener('abort', abort));
    xhr.open(options.method, url);
    xhr.setRequestHeader('Accept', 'application/json');
    for (const [name, value] of Object.entries(options.headers)) xhr.setRequestHeader(name, value);
    xhr.send(body);
  });
}

function aborted(): DOMException {
  return new DOMException('cancelled', 'AbortError');
}
