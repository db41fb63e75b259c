import { fold, type Row } from './rows';

/** How long a pause may be before the next letter begins a new word. */
export const PAUSE_MILLIS = 800;

export interface Typed {
  readonly text: string;
  readonly at: number;
}

export const untyped: Typed = { text: '', at: -Infinity };

export function typed(before: Typed, letter: string, now: number): Typed {
  return { text: now - before.at > PAUSE_MILLIS ? letter : before.text + letter, at: now };
}

/** The row to jump to: the next one that begins with what was typed; one letter again and again walks through its rows. */
export function jump(rows: readonly Row[], focusIndex: number, text: string): Row | undefined {
  const word = fold(text);
  const repeated = word.length > 1 && [...word].every((letter) => letter === word[0]);
  const prefixes = repeated ? [word, word[0]!] : [word];
  for (const prefix of prefixes) {
    // While a word grows its row may stay; a single letter always goes on.
    const from = prefix.length === 1 ? focusIndex + 1 : Math.max(0, focusIndex);
    for (let step = 0; step < rows.length; step++) {
      const row = rows[(from + step) % rows.length]!;
      if (row.folded.startsWith(prefix)) return row;
    }
  }
  return undefined;
}
