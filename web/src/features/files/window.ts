/** Which rows of a long list are in the document: those in view and some around them. */
export interface Window {
  /** Index of the first row drawn. */
  readonly from: number;
  /** Index after the last row drawn. */
  readonly to: number;
}

const OVERSCAN_ROWS = 8;

export function windowOf(scrollTop: number, viewHeight: number, rowHeight: number, count: number): Window {
  const first = Math.floor(scrollTop / rowHeight);
  const shown = Math.ceil(viewHeight / rowHeight) + 1;
  const from = Math.max(0, Math.min(first - OVERSCAN_ROWS, count - shown));
  return { from, to: Math.min(count, first + shown + OVERSCAN_ROWS) };
}

/** No window of `windowOf` is longer. */
export function mostRows(viewHeight: number, rowHeight: number): number {
  return Math.ceil(viewHeight / rowHeight) + 1 + 2 * OVERSCAN_ROWS;
}

/** The scroll position nearest to the present one at which a row is wholly in view. */
export function scrolledTo(index: number, scrollTop: number, viewHeight: number, rowHeight: number): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + viewHeight) return top + rowHeight - viewHeight;
  return scrollTop;
}
