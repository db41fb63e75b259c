/** Why a name cannot be given, as a part of a dictionary key. */
export type NameFault = 'empty' | 'dots' | 'slash' | 'control' | 'taken';

/** @param taken names already in the folder */
export function faultOf(name: string, taken: ReadonlySet<string>): NameFault | undefined {
  if (name.trim() === '') return 'empty';
  if (name === '.' || name === '..') return 'dots';
  if (name.includes('/')) return 'slash';
  // A line break would end the FTP command that carries the name (RFC 959 §5.3).
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'control';
  if (taken.has(name)) return 'taken';
  return undefined;
}

/** Where the name ends and its extension begins: renaming selects the first part. A leading dot hides, it does not extend. */
export function stemLength(name: string): number {
  const dot = name.lastIndexOf('.');
  if (dot <= 0) return name.length;
  // "backup.tar.gz" has one extension to a reader.
  return name.slice(0, dot).toLowerCase().endsWith('.tar') && dot > 4 ? dot - 4 : dot;
}

/** The next free "name (2).ext" of a name; the number goes on from one that is there. */
export function numbered(name: string, taken: ReadonlySet<string>): string {
  const stem = name.slice(0, stemLength(name));
  const extension = name.slice(stem.length);
  const match = / \((\d+)\)$/.exec(stem);
  const base = match ? stem.slice(0, match.index) : stem;
  for (let number = match ? Number(match[1]) + 1 : 2; ; number++) {
    const candidate = `${base} (${number})${extension}`;
    if (!taken.has(candidate)) return candidate;
  }
}
