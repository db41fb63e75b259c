import { ProblemError, brokenOff, offline, problemFrom } from './problem';

export interface UploadOptions {
  readonly overwrite: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (sentBytes: number) => void;
}

/**
 * Sends one file. Resolves when the gateway confirmed it, which is after the FTP server did.
 *
 * XMLHttpRequest, because fetch tells nothing about how much of a body has been sent.
 */
export function upload(url: string, file: Blob, options: UploadOptions): Promise<void> {
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
    xhr.open('PUT', url);
    xhr.setRequestHeader('Accept', 'application/json');
    if (!options.overwrite) xhr.setRequestHeader('If-None-Match', '*');
    xhr.send(file);
  });
}

function aborted(): DOMException {
  return new DOMException('cancelled', 'AbortError');
}
