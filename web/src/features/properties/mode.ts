/** Who may do what with a file, as Unix servers tell it. */
export const people = ['owner', 'group', 'others'] as const;
export const rights = ['read', 'write', 'execute'] as const;

const BITS = { read: 4, write: 2, execute: 1 } as const;

export type Person = (typeof people)[number];
export type Right = (typeof rights)[number];

/** A mode from its octal digits; the fourth from the right (setuid and the like) is kept as it is. */
export function parseMode(octal: string): number | undefined {
  return /^[0-7]{3,4}$/.test(octal) ? Number.parseInt(octal, 8) : undefined;
}

export function formatMode(mode: number): string {
  return mode.toString(8).padStart(3, '0');
}

export function may(mode: number, person: Person, right: Right): boolean {
  return (mode & (BITS[right] << shift(person))) !== 0;
}

export function toggled(mode: number, person: Person, right: Right): number {
  return mode ^ (BITS[right] << shift(person));
}

function shift(person: Person): number {
  return { owner: 6, group: 3, others: 0 }[person];
}
