import { send } from './send';

export interface UploadOptions {
  readonly overwrite: boolean;
  /** Milliseconds since 1970; kept where the server can. */
  readonly modified?: number;
  readonly signal: AbortSignal;
  readonly onProgress: (sentBytes: number) => void;
}

/** Sends one file in one request. Resolves when the gateway confirmed it, which is after the FTP server did. */
export function upload(url: string, file: Blob, options: UploadOptions): Promise<void> {
  const headers: Record<string, string> = {};
  if (!options.overwrite) headers['If-None-Match'] = '*';
  if (options.modified !== undefined) headers['X-OC-Mtime'] = String(Math.floor(options.modified / 1000));
  return send(url, file, { method: 'PUT', headers, signal: options.signal, onProgress: options.onProgress });
}
