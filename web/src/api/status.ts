import { reserved } from './base';
import { request } from './request';

/** How the gateway is doing; a member that this gateway does not count is absent. */
export interface GatewayStatus {
  readonly version: string;
  readonly startedAt?: string;
  readonly uptimeSeconds?: number;
  readonly sessions?: number;
  readonly backends: readonly BackendStatus[];
  readonly requests?: readonly DoorCount[];
  readonly failures?: readonly { readonly code: string; readonly count: number }[];
}

export interface BackendStatus {
  readonly name: string;
  readonly href?: string;
  readonly pool?: { readonly open: number; readonly limit: number };
  readonly modes?: readonly { readonly mode: string; readonly state?: string; readonly since?: string }[];
  /** Replies of the FTP server by their first digit. */
  readonly replies?: Readonly<Record<string, number>>;
  readonly bytesDown?: number;
  readonly bytesUp?: number;
  readonly cache?: { readonly folders?: number; readonly hits?: number; readonly misses?: number };
}

export interface DoorCount {
  readonly door: string;
  readonly '2xx'?: number;
  readonly '3xx'?: number;
  readonly '4xx'?: number;
  readonly '5xx'?: number;
}

export async function readStatus(): Promise<GatewayStatus> {
  const answer = (await (await request(reserved('api/status'))).json()) as Partial<GatewayStatus>;
  return { ...answer, version: answer.version ?? '', backends: answer.backends ?? [] };
}

/** What a server is known by, besides its name. */
export interface BackendAddress {
  readonly name: string;
  readonly url?: string;
  readonly dataMode?: string;
}

export async function readBackends(): Promise<readonly BackendAddress[]> {
  const answer: unknown = await (await request(reserved('api/backends'))).json();
  if (Array.isArray(answer)) return answer as readonly BackendAddress[];
  return (answer as { readonly backends?: readonly BackendAddress[] }).backends ?? [];
}
