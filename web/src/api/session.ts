import { reserved } from './base';
import { request } from './request';

export interface Backend {
  readonly name: string;
  /** Absolute, encoded, with a closing slash. */
  readonly href: string;
  readonly login: 'pass-through' | 'anonymous' | 'fixed';
  readonly signedIn: boolean;
  readonly user?: string;
  /** Who usually signs in there. */
  readonly userHint?: string;
}

export interface Session {
  readonly backends: readonly Backend[];
  readonly version: string;
}

const url = reserved('api/session');

export async function readSession(): Promise<Session> {
  return (await (await request(url)).json()) as Session;
}

/** Signs in to one backend; the gateway tries the login at the FTP server before it answers. */
export async function signIn(backend: string, user: string, password: string): Promise<Session> {
  const response = await request(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ backend, user, password }),
  });
  return (await response.json()) as Session;
}

export async function signOut(backend: string): Promise<void> {
  await request(`${url}?backend=${encodeURIComponent(backend)}`, { method: 'DELETE' });
}
