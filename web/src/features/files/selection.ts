/** What is selected, where the keyboard is, and where a range began. Rows are named by href. */
export interface Selection {
  readonly selected: ReadonlySet<string>;
  readonly focus?: string;
  readonly anchor?: string;
}

export type Move = 'up' | 'down' | 'left' | 'right' | 'pageUp' | 'pageDown' | 'home' | 'end';

/** How the modifier keys make a click or a move act, as every file list does. */
export type Mode =
  /** This row alone. */
  | 'single'
  /** Ctrl with a click: this row too, or not any more. */
  | 'toggle'
  /** Shift: from the anchor to this row. */
  | 'range'
  /** Ctrl with a move: only the focus goes. */
  | 'focus';

export const nothing: Selection = { selected: new Set() };

export function modeOf(event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }, pointer: boolean): Mode {
  if (event.shiftKey) return 'range';
  if (event.ctrlKey || event.metaKey) return pointer ? 'toggle' : 'focus';
  return 'single';
}

/** @param order the hrefs of the visible rows, as shown */
export function pick(selection: Selection, order: readonly string[], href: string, mode: Mode): Selection {
  switch (mode) {
    case 'single':
      return { selected: new Set([href]), focus: href, anchor: href };
    case 'toggle': {
      const selected = new Set(selection.selected);
      if (!selected.delete(href)) selected.add(href);
      return { selected, focus: href, anchor: href };
    }
    case 'focus':
      return { ...selection, focus: href, anchor: href };
    case 'range': {
      const anchor = selection.anchor ?? selection.focus ?? href;
      const from = Math.max(0, order.indexOf(anchor));
      const to = order.indexOf(href);
      return { selected: new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1)), focus: href, anchor };
    }
  }
}

/**
 * Where a key leads, or undefined in an empty list.
 *
 * @param pageRows lines that a page shows
 * @param perLine rows side by side
 */
export function target(
  selection: Selection,
  order: readonly string[],
  move: Move,
  pageRows: number,
  perLine = 1,
): string | undefined {
  const at = selection.focus === undefined ? -1 : order.indexOf(selection.focus);
  const last = order.length - 1;
  // The first arrow in a list without focus takes the first row; it does not skip it.
  if (at < 0) return order[move === 'end' || move === 'up' ? last : 0];
  const step = Math.max(1, pageRows - 1) * perLine;
  switch (move) {
    case 'up':
      return order[at < perLine ? (perLine === 1 ? 0 : at) : at - perLine];
    case 'down':
      // From the last line but one there may be no row straight below.
      return order[Math.min(last, at + perLine)];
    case 'left':
      return order[Math.max(0, at - 1)];
    case 'right':
      return order[Math.min(last, at + 1)];
    case 'pageUp':
      return order[Math.max(0, at - step)];
    case 'pageDown':
      return order[Math.min(last, at + step)];
    case 'home':
      return order[0];
    case 'end':
      return order[last];
  }
}

export function all(selection: Selection, order: readonly string[]): Selection {
  return { ...selection, selected: new Set(order) };
}

export function none(selection: Selection): Selection {
  return { ...selection, selected: new Set() };
}

/**
 * After rows came or went: what is gone is no longer selected, and the focus goes to the row that took its place, so that
 * deleting from the keyboard leads on to the next row.
 */
export function kept(selection: Selection, before: readonly string[], after: readonly string[]): Selection {
  const present = new Set(after);
  const selected = new Set([...selection.selected].filter((href) => present.has(href)));
  const focus = survivor(selection.focus, before, after, present);
  const anchor = selection.anchor !== undefined && present.has(selection.anchor) ? selection.anchor : focus;
  return { selected, ...(focus === undefined ? {} : { focus }), ...(anchor === undefined ? {} : { anchor }) };
}

function survivor(
  focus: string | undefined,
  before: readonly string[],
  after: readonly string[],
  present: ReadonlySet<string>,
): string | undefined {
  if (focus === undefined || present.has(focus)) return focus;
  const at = before.indexOf(focus);
  if (at < 0) return undefined;
  return before.slice(at).find((href) => present.has(href)) ?? after.at(-1);
}
