import type { Entry } from '../../api/listing';

/** An entry with what sorting and filtering would otherwise work out again for every comparison. */
export interface Row extends Entry {
  /** Case and accents folded. */
  readonly folded: string;
  /** Milliseconds since 1970; absent dates sort before all others. */
  readonly time: number;
}

export function rowOf(entry: Entry): Row {
  const time = entry.modified === undefined ? Number.NaN : Date.parse(entry.modified);
  return { ...entry, folded: fold(entry.name), time: Number.isNaN(time) ? -Infinity : time };
}

/** Case and accents away, so that "resume" finds "Résumé". */
export function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Rows whose name holds every word of the filter, in any order. */
export function matching(rows: readonly Row[], filter: string): readonly Row[] {
  const words = fold(filter).split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return rows;
  return rows.filter((row) => words.every((word) => row.folded.includes(word)));
}
