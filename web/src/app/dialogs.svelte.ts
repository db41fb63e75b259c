import type { Problem } from '../api/problem';
import type { Folder } from '../features/files/folder.svelte';
import type { Row } from '../features/files/rows';
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

/** One of several ways to go on; closing it chooses none. */
export interface Choice {
  readonly kind: 'choice';
  readonly title: string;
  readonly body: string;
  readonly choices: readonly {
    readonly label: string;
    readonly hint: string;
    readonly primary: boolean;
    readonly run: () => void;
  }[];
}

/** Something that was begun without a dialog of its own and did not work. */
export interface FailureNote {
  readonly kind: 'failure';
  readonly title: string;
  readonly explanation: Explanation;
}

/** What a server tells of an entry, and what of it can be changed. */
export interface PropertiesOf {
  readonly kind: 'properties';
  readonly folder: Folder;
  readonly row: Row;
}

export interface Help {
  readonly kind: 'help';
}

export type AnyDialog = NameQuestion | Confirmation | Choice | FailureNote | PropertiesOf | Help;

/** The dialog that is open, if any. */
class Dialogs {
  current = $state.raw<AnyDialog>();

  show(dialog: AnyDialog): void {
    this.current = dialog;
  }

  close(): void {
    this.current = undefined;
  }
}

export const dialogs = new Dialogs();
export type { Dialogs };
