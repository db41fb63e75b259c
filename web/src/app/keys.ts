export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** A key with its modifiers as actions name it: `F2`, `Mod+a`, `Alt+ArrowUp`, `?`. Mod is Ctrl, or Command on a Mac. */
export function keyName(event: KeyPress): string {
  // Shift is already in a printed character: "?" is "?" on every keyboard, whatever is held to type it.
  const key = event.key === ' ' ? 'Space' : event.key;
  const printed = [...key].length === 1;
  const parts = [
    event.ctrlKey || event.metaKey ? 'Mod' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey && (!printed || event.ctrlKey || event.metaKey) ? 'Shift' : '',
    printed ? key.toLowerCase() : key,
  ];
  return parts.filter((part) => part !== '').join('+');
}

const words: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Delete: 'Del',
  Escape: 'Esc',
};

/** A key's name as it is printed on the keyboard. */
export function keyLabel(name: string, mac: boolean): string {
  return name
    .split('+')
    .map((part) => {
      if (part === 'Mod') return mac ? '⌘' : 'Ctrl';
      if (part === 'Alt' && mac) return '⌥';
      return words[part] ?? (part.length === 1 ? part.toUpperCase() : part);
    })
    .join(mac ? ' ' : '+');
}

/** Whether keys belong to what has the focus: a text field, a menu, a dialog. */
export function takesKeys(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input:not([type=checkbox]), textarea, select, dialog, [role=menu], [contenteditable]') !== null
  );
}
