import type { Row } from './rows';

export const columns = ['name', 'size', 'modified'] as const;
export type Column = (typeof columns)[number];

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

export type Comparison = (a: Row, b: Row) => number;

/** Folders first in every order; equals by name, with "file10" after "file9". */
export function comparison(order: Order, language: string): Comparison {
  const collator = new Intl.Collator(language);
  // Two names can have the same key and still differ; the order must not depend on how they arrived.
  const byName: Comparison = (a, b) => collator.compare(a.key, b.key) || (a.href < b.href ? -1 : a.href > b.href ? 1 : 0);
  const direction = order.descending ? -1 : 1;
  const byColumn: Comparison =
    order.column === 'name'
      ? (a, b) => direction * byName(a, b)
      : order.column === 'size'
        ? (a, b) => direction * ((a.size ?? -1) - (b.size ?? -1)) || byName(a, b)
        : (a, b) => (a.time === b.time ? byName(a, b) : direction * (a.time < b.time ? -1 : 1));
  return (a, b) => rank(a) - rank(b) || byColumn(a, b);
}

/** The order after a click on a column's heading: that column, or the other way round. */
export function toggled(order: Order, column: Column): Order {
  if (order.column === column) return { column, descending: !order.descending };
  // Big and recent first is what one looks for; names read from A.
  return { column, descending: column !== 'name' };
}

/** Adds a batch to rows that are in order already: cheaper than sorting all of them for every batch that streams in. */
export function merged(sorted: readonly Row[], batch: readonly Row[], compare: Comparison): Row[] {
  const added = batch.toSorted(compare);
  const result: Row[] = [];
  let at = 0;
  for (const row of sorted) {
    while (at < added.length && compare(added[at]!, row) < 0) result.push(added[at++]!);
    result.push(row);
  }
  while (at < added.length) result.push(added[at++]!);
  return result;
}

function rank(row: Row): number {
  return row.kind === 'folder' ? 0 : 1;
}
