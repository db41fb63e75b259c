import type { Component } from 'svelte';
import type { Dialogs } from '../../../app/dialogs.svelte';
import type { Key } from '../../../i18n/en';
import type { Jobs } from '../../transfers/jobs.svelte';
import type { Clipboard } from '../clipboard.svelte';
import type { Folder } from '../folder.svelte';

/** What a command may touch. */
export interface Scene {
  readonly folder: Folder;
  readonly dialogs: Dialogs;
  readonly jobs: Jobs;
  readonly clipboard: Clipboard;
  readonly go: (path: string) => void;
  readonly say: (text: string) => void;
  readonly view: View;
}

/** What a command asks of the screen. */
export interface View {
  focusFilter(): void;
  focusList(): void;
  chooseFiles(): void;
  chooseFolder(): void;
  editPath(): void;
  /** Shows a file of the folder. */
  preview(href: string): void;
  /** Looks for names below the folder. */
  search(text: string): void;
}

/** Where a command is offered, besides its keys and the help. */
export type Place =
  /** Above the list, always there. */
  | 'toolbar'
  /** In place of the toolbar while something is selected. */
  | 'selection'
  /** The menu of one or more rows. */
  | 'row'
  /** The menu of the empty space. */
  | 'background';

/** One command. Menus, toolbars, keys and the help are all made of these; nothing else lists commands. */
export interface Action {
  readonly id: string;
  readonly label: Extract<Key, `action.${string}`>;
  readonly icon: Component<{ size?: number }>;
  /** As `keyName` spells them; the first is the one that menus show. */
  readonly keys: readonly string[];
  readonly places: readonly Place[];
  readonly danger?: boolean;
  readonly enabled: (scene: Scene) => boolean;
  readonly run: (scene: Scene) => void;
}
