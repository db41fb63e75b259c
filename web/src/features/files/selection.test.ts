import { describe, expect, it } from 'vitest';
import { all, kept, nothing, pick, target } from './selection';

const order = ['a', 'b', 'c', 'd', 'e'];
const list = (selected: ReadonlySet<string>) => [...selected].join('');

describe('pick', () => {
  it('selects one row alone', () => {
    const selection = pick(pick(nothing, order, 'a', 'single'), order, 'c', 'single');
    expect(list(selection.selected)).toBe('c');
  });

  it('adds and takes away with Ctrl', () => {
    const two = pick(pick(nothing, order, 'a', 'single'), order, 'c', 'toggle');
    expect(list(two.selected)).toBe('ac');
    expect(list(pick(two, order, 'a', 'toggle').selected)).toBe('c');
  });

  it('spans from the anchor with Shift, in both directions', () => {
    const start = pick(nothing, order, 'c', 'single');
    expect(list(pick(start, order, 'e', 'range').selected)).toBe('cde');
    expect(list(pick(pick(start, order, 'e', 'range'), order, 'a', 'range').selected)).toBe('abc');
  });

  it('moves only the focus with Ctrl and an arrow', () => {
    const selection = pick(pick(nothing, order, 'a', 'single'), order, 'b', 'focus');
    expect(list(selection.selected)).toBe('a');
    expect(selection.focus).toBe('b');
  });
});

const at = (focus: string) => ({ selected: new Set<string>(), focus });

describe('target', () => {
  it('takes the first row when there is no focus, and stops at the ends', () => {
    expect(target(nothing, order, 'down', 3)).toBe('a');
    expect(target(nothing, [], 'down', 3)).toBeUndefined();
    expect(target(at('e'), order, 'down', 3)).toBe('e');
    expect(target(at('a'), order, 'pageDown', 3)).toBe('c');
    expect(target(at('d'), order, 'pageUp', 3)).toBe('b');
    expect(target(at('d'), order, 'home', 3)).toBe('a');
  });
});

describe('kept', () => {
  it('forgets what is gone and leads the focus on to the next row', () => {
    const before = pick(all(nothing, order), order, 'c', 'focus');
    const after = kept(before, order, ['a', 'b', 'd']);
    expect(list(after.selected)).toBe('abd');
    expect(after.focus).toBe('d');
  });

  it('goes to the last row when the end was deleted', () => {
    const before = pick(nothing, order, 'e', 'single');
    expect(kept(before, order, ['a', 'b']).focus).toBe('b');
    expect(kept(before, order, []).focus).toBeUndefined();
  });
});
