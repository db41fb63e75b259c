import { reserved } from './base';
import { request } from './request';

/** How the gateway is doing. */
export interface GatewayStatus {
  readonly version: string;
  readonly uptimeSeconds: number;
  /** Since the start, of the whole gateway. */
  readonly counted: Counted;
  readonly backends: readonly BackendStatus[];
}

/** Counts by a name each, such as `2xx`. */
export type Counts = Readonly<Record<string, number>>;

export interface Counted {
  /** By the class of their status. */
  readonly requests: Counts;
  /** By their code. */
  readonly problems: Counts;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  /** Of FTP servers, by their class: `2yz`. */
  readonly replies: Counts;
  /** By the mode they were made in. */
  readonly dataConnections: Counts;
  /** Data connections that another mode had been tried for before. */
  readonly fallbacks: number;
  /** Transfers for which no mode gave a data connection. */
  readonly withoutData: number;
  readonly uploadsAborted: number;
  readonly wrongCredentials: number;
}

export interface BackendStatus {
  readonly name: string;
  readonly href: string;
  /** Absent before the first connection. */
  readonly pool?: { readonly open: number; readonly limit: number; readonly inUse: number; readonly waiting: number };
  readonly modes?: readonly { readonly mode: string }[];
}

export async function readStatus(): Promise<GatewayStatus> {
  return (await (await request(reserved('api/status'))).json()) as GatewayStatus;
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
