import type { Attempt, Problem } from '../api/problem';
import { translate, type Language } from '../i18n/translate';

/** What the user was doing when it failed. */
export type Operation =
  | 'open'
  | 'signIn'
  | 'newFolder'
  | 'rename'
  | 'delete'
  | 'upload'
  | 'connect'
  | 'search'
  | 'save'
  | 'properties'
  | 'zip'
  | 'copy'
  | 'move'
  | 'download'
  | 'doctor'
  | 'status'
  | 'start';

/** The four lines of an error: what happened, its likely cause, what to do, and what the FTP server said. */
export interface Explanation {
  readonly what: string;
  readonly cause: string;
  readonly todo: string;
  /** What the gateway says about this very case, in its own words. */
  readonly detail?: string;
  readonly reply?: string;
  readonly attempts: readonly Attempt[];
}

/** Puts a problem's code into the reader's words. The server's own words stay raw, in the reply. */
export function explain(language: Language, operation: Operation, name: string, problem: Problem): Explanation {
  const topic = operation === 'signIn' && problem.code === 'not-logged-in' ? 'signIn.not-logged-in' : problem.code;
  return {
    what: translate(language, `failed.${operation}`, { name }),
    cause: translate(language, `cause.${topic}`),
    todo: translate(language, `todo.${topic}`),
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    ...(problem.reply === undefined ? {} : { reply: problem.reply }),
    attempts: problem.attempts ?? [],
  };
}

/** A fixed or anonymous login that fails is nothing the reader can sign in about. */
export function explainGatewayLogin(language: Language, name: string, problem: Problem): Explanation {
  return {
    ...explain(language, 'open', name, problem),
    cause: translate(language, 'cause.fixedLogin'),
    todo: translate(language, 'todo.fixedLogin'),
  };
}

const outcomes = ['connected', 'refused-by-server', 'rejected', 'timed-out', 'wrong-peer', 'garbled'] as const;

/** How one try of a data connection ended; a word of a newer gateway stays as it is. */
export function outcomeInWords(language: Language, outcome: string): string {
  const known = outcomes.find((one) => one === outcome);
  return known ? translate(language, `attempt.${known}`) : outcome;
}
