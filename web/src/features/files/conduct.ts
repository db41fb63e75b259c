import type { Folder } from './folder.svelte';
import type { Row } from './rows';
import { modeOf, target, type Move } from './selection';
import { jump, typed, untyped, type Typed } from './typeahead';

/** What shows the rows of a folder, as a list or as tiles. */
export interface Board {
  readonly folder: Folder;
  element(): HTMLElement | undefined;
  /** Rows side by side: 1 in a list. */
  perLine(): number;
  /** Rows from the top of the view to its bottom. */
  perPage(): number;
  /** Brings the focused row into view. */
  reveal(): void;
  open(): void;
  menu(place: 'row' | 'background', at: { x: number; y: number }): void;
}

/** How rows answer to keys and the pointer, whatever they look like. */
export interface Conduct {
  keydown(event: KeyboardEvent): void;
  click(event: MouseEvent): void;
  mouseDown(event: MouseEvent): void;
  doubleClick(event: MouseEvent): void;
  contextMenu(event: MouseEvent): void;
  moreMenu(event: MouseEvent, row: Row): void;
  rowOf(event: Event): Row | undefined;
}

const moves: Readonly<Record<string, Move>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'home',
  End: 'end',
};

/** A letter begins or goes on with a name; a space only goes on, alone it has a meaning of its own. */
function isLetter(event: KeyboardEvent, name: Typed): boolean {
  if ([...event.key].length !== 1 || event.ctrlKey || event.metaKey || event.key === '/' || event.key === '?') return false;
  return event.key !== ' ' || typed(name, ' ', event.timeStamp).text.length > 1;
}

export function conduct(board: Board): Conduct {
  const { folder } = board;
  let letters = untyped;

  const focus = () => board.element()?.focus({ preventScroll: true });

  function rowOf(event: Event): Row | undefined {
    const index = (event.target as Element).closest<HTMLElement>('[data-index]')?.dataset['index'];
    return index === undefined ? undefined : folder.visible[Number(index)];
  }

  function step(event: KeyboardEvent): boolean {
    const move = moves[event.key];
    const sideways = move === 'left' || move === 'right';
    if (!move || (sideways && board.perLine() === 1)) return false;
    const href = target(folder.selection, folder.hrefs, move, board.perPage(), board.perLine());
    if (href !== undefined) folder.pick(href, modeOf(event, false));
    board.reveal();
    return true;
  }

  function menuOfFocus() {
    const { focus: href } = folder.selection;
    const element = board.element()?.querySelector('.focused');
    const box = (element ?? board.element())?.getBoundingClientRect();
    if (!box) return;
    if (href !== undefined && element && !folder.selection.selected.has(href)) folder.pick(href, 'single');
    board.menu(folder.selectedRows.length > 0 ? 'row' : 'background', {
      x: box.left + Math.min(56, box.width / 2),
      y: box.top + Math.min(box.height, 60) - 8,
    });
  }

  return {
    rowOf,

    keydown(event) {
      if (event.altKey || event.defaultPrevented || event.target !== board.element()) return;
      // Whatever else is pressed ends the name that was being typed; Shift is held for its capitals.
      const name = letters;
      if (event.key !== 'Shift') letters = untyped;
      if (event.key === ' ' && event.ctrlKey) {
        if (folder.selection.focus !== undefined) folder.pick(folder.selection.focus, 'toggle');
      } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
        menuOfFocus();
      } else if (isLetter(event, name)) {
        letters = typed(name, event.key, event.timeStamp);
        const row = jump(folder.visible, folder.focusIndex, letters.text);
        if (row) folder.pick(row.href, 'single');
        board.reveal();
      } else if (!step(event)) {
        return;
      }
      event.preventDefault();
    },

    click(event) {
      const row = rowOf(event);
      const on = event.target as Element;
      if (!row) {
        if (!on.closest('[role=row]')) folder.selectNone();
        return;
      }
      if (on.closest('button')) return;
      if (on.closest('.check')) {
        // The checkbox shows what the selection says, not what the click did to it.
        event.preventDefault();
        folder.pick(row.href, event.shiftKey ? 'range' : 'toggle');
      } else {
        const mode = modeOf(event, true);
        folder.pick(row.href, mode);
        if (on.closest('a')) {
          event.preventDefault();
          if (mode === 'single') board.open();
        }
      }
      focus();
    },

    /** Shift spans rows here; the browser would mark the text between the clicks too. */
    mouseDown(event) {
      if (event.shiftKey) event.preventDefault();
    },

    doubleClick(event) {
      if (rowOf(event) && !(event.target as Element).closest('a, .check, button')) board.open();
    },

    contextMenu(event) {
      const row = rowOf(event);
      event.preventDefault();
      focus();
      if (row && !folder.selection.selected.has(row.href)) folder.pick(row.href, 'single');
      board.menu(row ? 'row' : 'background', { x: event.clientX, y: event.clientY });
    },

    moreMenu(event, row) {
      const box = (event.currentTarget as Element).getBoundingClientRect();
      if (!folder.selection.selected.has(row.href)) folder.pick(row.href, 'single');
      focus();
      board.menu('row', { x: box.right - 208, y: box.bottom + 4 });
    },
  };
}
