import { reserved } from './base';
import { ProblemError, brokenOff } from './problem';
import { request } from './request';
import { send } from './send';

const VERSION = { 'Tus-Resumable': '1.0.0' };
const UPLOADS = reserved('api/uploads');

export interface NewUpload {
  /** Where the file is to be: absolute and encoded. */
  readonly target: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly overwrite: boolean;
  /** Whether what is there already is the beginning of this file. */
  readonly resume: boolean;
}

export interface CreatedUpload {
  readonly href: string;
  readonly offset: number;
}

/** Creates a resumable upload (https://tus.io/protocols/resumable-upload, Creation). */
export async function createUpload(upload: NewUpload, signal: AbortSignal): Promise<CreatedUpload> {
  const metadata = [
    ['target', upload.target],
    ['modified', String(upload.modified)],
    ['overwrite', String(upload.overwrite)],
    ...(upload.resume ? [['resume', 'true'] as const] : []),
  ].map(([key, value]) => `${key} ${btoa(value!)}`);
  const response = await request(UPLOADS, {
    method: 'POST',
    headers: { ...VERSION, 'Upload-Length': String(upload.sizeBytes), 'Upload-Metadata': metadata.join(',') },
    signal,
  });
  const location = response.headers.get('Location');
  if (location === null) throw new ProblemError(brokenOff);
  const { pathname } = new URL(location, new URL(UPLOADS, globalThis.location.origin));
  return { href: pathname, offset: Number(response.headers.get('Upload-Offset') ?? 0) };
}

/** How many bytes the FTP server has. */
export async function offsetOf(href: string, signal: AbortSignal): Promise<number> {
  const response = await request(href, { method: 'HEAD', headers: VERSION, signal });
  return Number(response.headers.get('Upload-Offset') ?? 0);
}

/** Gives an upload up; the gateway removes what has arrived of it. */
export async function endUpload(href: string): Promise<void> {
  await request(href, { method: 'DELETE', headers: VERSION });
}

/** Whether an interrupted file of somebody else's can be gone on with. */
export async function canResumeTargets(): Promise<boolean> {
  try {
    const response = await request(UPLOADS, { method: 'OPTIONS', headers: VERSION });
    return (response.headers.get('Tus-Extension') ?? '').includes('sallyport-resume');
  } catch {
    return false;
  }
}

/** Sends the rest of a file. Resolves when the FTP server has confirmed the whole. */
export function sendRest(href: string, file: Blob, offset: number, signal: AbortSignal, onProgress: (sentBytes: number) => void): Promise<void> {
  return send(href, file.slice(offset), {
    method: 'PATCH',
    headers: { ...VERSION, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset) },
    signal,
    onProgress,
  });
}
