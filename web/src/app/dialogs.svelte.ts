import type { Problem } from '../api/problem';
import type { Explanation } from '../ui/explain';

/** Asks for a name; stays open with the error while the server refuses it. */
export interface NameQuestion {
  readonly kind: 'name';
  readonly title: string;
  readonly label: string;
  readonly submitLabel: string;
  readonly value: string;
  /** How much of the value is selected at first. */
  readonly selectedLength: number;
  /** The fault of a name in words, or undefined when it will do. */
  readonly check: (name: string) => string | undefined;
  readonly submit: (name: string) => Promise<void>;
  readonly failure: (problem: Problem, name: string) => Explanation;
}

/** Asks before something that cannot be undone. */
export interface Confirmation {
  readonly kind: 'confirm';
  readonly title: string;
  readonly body: string;
  readonly names: readonly string[];
  readonly more: string;
  readonly submitLabel: string;
  readonly submit: (report: (progress: string) => void) => Promise<void>;
  readonly failure: (problem: Problem) => Explanation;
}

export interface Help {
  readonly kind: 'help';
}

/** The dialog that is open, if any. */
class Dialogs {
  current = $state.raw<NameQuestion | Confirmation | Help>();

  show(dialog: NameQuestion | Confirmation | Help): void {
    this.current = dialog;
  }

  close(): void {
    this.current = undefined;
  }
}

export const dialogs = new Dialogs();
export type { Dialogs };
