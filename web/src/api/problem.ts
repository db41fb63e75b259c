/** Why a request failed, as the gateway says it: RFC 9457 problem details with our members. */
export interface Problem {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  /** The raw reply of the FTP server, when there was one. */
  readonly reply?: string;
  /** How the gateway tried to open a data or control connection, in order. */
  readonly attempts?: readonly Attempt[];
  /** How long the gateway asks us to wait, from Retry-After. */
  readonly retryAfterSeconds?: number;
}

export interface Attempt {
  readonly mode: string;
  readonly address: string;
  readonly outcome: string;
  readonly millis: number;
}

export const problemCodes = [
  'not-found',
  'denied',
  'not-logged-in',
  'exists',
  'missing-parent',
  'no-space',
  'busy',
  'unsupported',
  'unreachable',
  'no-data-connection',
  'broken',
  'bad-request',
  'precondition-failed',
  'internal',
  // The gateway itself did not answer; only this side can know.
  'offline',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

/** Thrown by everything below `api`; aborted requests throw the browser's AbortError instead. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

export const offline: Problem = { code: 'offline', status: 0, title: 'No answer' };

/** A listing or an upload that ended before it was complete. */
export const brokenOff: Problem = { code: 'broken', status: 0, title: 'Broken off' };

/**
 * Reads a failed answer. Whatever stands between us and the gateway may answer too (a proxy's HTML page), so a body that
 * is not ours still becomes a problem by its status.
 */
export function problemFrom(status: number, contentType: string, body: string, retryAfter: string | null): Problem {
  const fields = contentType.includes('json') ? parseObject(body) : {};
  const code = problemCodes.find((known) => known === fields['code']) ?? codeOfStatus(status);
  const retryAfterSeconds = secondsOf(retryAfter);
  return {
    code,
    status,
    title: text(fields['title']) ?? `HTTP ${status}`,
    ...optional('detail', text(fields['detail'])),
    ...optional('reply', text(fields['reply'])),
    ...optional('attempts', attemptsOf(fields['attempts'])),
    ...optional('retryAfterSeconds', retryAfterSeconds),
  };
}

/** What a thrown value says. An error that is not ours is a broken network: fetch throws a bare TypeError for it. */
export function problemOf(thrown: unknown): Problem {
  return thrown instanceof ProblemError ? thrown.problem : offline;
}

export function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}

function codeOfStatus(status: number): ProblemCode {
  switch (status) {
    case 400:
      return 'bad-request';
    case 401:
      return 'not-logged-in';
    case 403:
      return 'denied';
    case 404:
      return 'not-found';
    case 405:
      return 'exists';
    case 409:
      return 'missing-parent';
    case 412:
      return 'precondition-failed';
    case 423:
    case 429:
    case 503:
      return 'busy';
    case 501:
      return 'unsupported';
    case 502:
    case 504:
      return 'unreachable';
    case 507:
      return 'no-space';
    default:
      return 'internal';
  }
}

function parseObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function attemptsOf(value: unknown): readonly Attempt[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.map((one: Record<string, unknown>) => ({
    mode: String(one['mode'] ?? ''),
    address: String(one['address'] ?? ''),
    outcome: String(one['outcome'] ?? ''),
    millis: Number(one['millis'] ?? 0),
  }));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function secondsOf(retryAfter: string | null): number | undefined {
  // Retry-After may also be a date; the gateway always sends seconds.
  return retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined;
}

function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}
