import { reserved } from './base';
import { readLines } from './ndjson';
import { ProblemError, brokenOff } from './problem';
import { request } from './request';

export const stepIds = [
  'resolve',
  'tcp',
  'greeting',
  'tls',
  'certificate',
  'login',
  'features',
  'system',
  'folder',
  'rest',
  'epsv',
  'pasv',
  'eprt',
  'port',
  'mlsd',
  'list',
  'charset',
  'tls-data-resumed',
  'tls-data-new',
  'write',
] as const;
export type StepId = (typeof stepIds)[number];

export type LinkState = 'ok' | 'dropped' | 'rejected' | 'refused' | 'failed' | 'untried';
export type LinkKind = 'http' | 'control' | 'passive' | 'active';

/** One step of an examination. */
export interface Step {
  readonly id: StepId;
  readonly state: 'ok' | 'refused' | 'failed' | 'skipped';
  readonly millis: number;
  readonly dialogue: readonly { readonly command: string; readonly reply: string; readonly millis: number }[];
  readonly attempt?: { readonly mode: string; readonly outcome: string; readonly address?: string; readonly reply?: string };
  /** What was found, by name. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export type Side = 'server' | 'gateway' | 'either' | 'user' | 'nobody';

export interface Remedy {
  readonly side: Side;
  readonly kind: 'nft' | 'iptables' | 'setting' | 'gateway-setting';
  /** `a`, `b` where one of several is enough; else empty. */
  readonly option: string;
  readonly file: string;
  readonly lines: readonly string[];
}

export interface Verdict {
  readonly code: string;
  readonly weight: 'good' | 'note' | 'warning' | 'blocked';
  readonly side: Side;
  readonly parameters: Readonly<Record<string, string>>;
  /** In English, for a code that this application does not know. */
  readonly text: string;
  readonly remedies: readonly Remedy[];
}

export interface Link {
  readonly kind: LinkKind;
  readonly ports: readonly number[];
  readonly state: LinkState;
}

export interface Report {
  readonly url: string;
  readonly softwareTitle: string;
  readonly usable: boolean;
  /** The mode that the gateway will use; absent where nothing works. */
  readonly mode?: string;
  readonly verdicts: readonly Verdict[];
  readonly picture: { readonly gateway: string; readonly server: string; readonly links: readonly Link[] };
  readonly steps: readonly Step[];
  readonly started: string;
  readonly millis: number;
}

/** Whom to examine: a server of this gateway, or one by its URL. */
export type Patient =
  | { readonly server: string; readonly write: boolean }
  | { readonly url: string; readonly user?: string; readonly password?: string; readonly write: boolean };

/** Examines a server. Hands out each step as it ends; stops when `signal` aborts. */
export async function examine(patient: Patient, onStep: (step: Step) => void, signal: AbortSignal): Promise<Report> {
  const response = await request(reserved('api/doctor'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(patient),
    signal,
  });
  let report: Report | undefined;
  await readLines(response, (line) => {
    if (line['step']) onStep(line['step'] as Step);
    else if (line['report']) report = line['report'] as Report;
  });
  if (!report) throw new ProblemError(brokenOff);
  return report;
}

/** Has the gateway use one mode for a server from now on. */
export async function takeMode(server: string, mode: string): Promise<void> {
  await request(reserved('api/doctor/use'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ server, mode }),
  });
}
