import type { Key } from '../../i18n/en';

/** What keys do in the list of files itself, where no command is meant. */
export interface ListKey {
  readonly label: Extract<Key, `help.${string}`>;
  /** As `keyName` spells them; empty for what is printed in words instead. */
  readonly keys: readonly string[];
  readonly words?: Extract<Key, `help.${string}`>;
}

/** All of them: `conduct` obeys them, the help shows them. */
export const listKeys: readonly ListKey[] = [
  { label: 'help.move', keys: ['ArrowUp', 'ArrowDown'] },
  { label: 'help.sideways', keys: ['ArrowLeft', 'ArrowRight'] },
  { label: 'help.ends', keys: ['Home', 'End', 'PageUp', 'PageDown'] },
  { label: 'help.range', keys: ['Shift+ArrowUp', 'Shift+ArrowDown'] },
  { label: 'help.focus', keys: ['Mod+ArrowUp', 'Mod+ArrowDown'] },
  { label: 'help.toggle', keys: ['Mod+Space'] },
  { label: 'help.menu', keys: ['Shift+F10'] },
  { label: 'help.type', keys: [], words: 'help.typeKeys' },
];
