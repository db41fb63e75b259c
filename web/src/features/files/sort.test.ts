import { describe, expect, it } from 'vitest';
import type { Entry } from '../../api/listing';
import { matching, rowOf } from './rows';
import { comparison, merged, toggled, type Order } from './sort';

const row = (name: string, more: Partial<Entry> = {}) => rowOf({ name, href: encodeURIComponent(name), kind: 'file', ...more });
const names = (order: Order, ...entries: ReturnType<typeof row>[]) =>
  entries.toSorted(comparison(order, 'en')).map((one) => one.name);

const byName: Order = { column: 'name', descending: false };

describe('order', () => {
  it('counts, does not spell', () => {
    expect(names(byName, row('file10'), row('file9'), row('file009b'), row('File1'))).toEqual(['File1', 'file9', 'file009b', 'file10']);
    expect(names(byName, row('x12345678901'), row('x999999999'))).toEqual(['x999999999', 'x12345678901']);
  });

  it('keeps folders first, whatever the direction', () => {
    const entries = [row('b'), row('z', { kind: 'folder' }), row('a')];
    expect(names(byName, ...entries)).toEqual(['z', 'a', 'b']);
    expect(names({ column: 'name', descending: true }, ...entries)).toEqual(['z', 'b', 'a']);
  });

  it('puts what has no size or date last when the biggest or newest come first', () => {
    const entries = [row('none'), row('big', { size: 9, modified: '2026-01-02T00:00:00Z' }), row('empty', { size: 0, modified: '1999-01-02T00:00:00Z' })];
    expect(names({ column: 'size', descending: true }, ...entries)).toEqual(['big', 'empty', 'none']);
    expect(names({ column: 'modified', descending: true }, ...entries)).toEqual(['big', 'empty', 'none']);
  });

  it('turns round on the same column and starts sensibly on another', () => {
    expect(toggled(byName, 'name')).toEqual({ column: 'name', descending: true });
    expect(toggled(byName, 'modified')).toEqual({ column: 'modified', descending: true });
    expect(toggled({ column: 'size', descending: true }, 'name')).toEqual(byName);
  });
});

describe('merged', () => {
  it('is what sorting all of it would be', () => {
    const compare = comparison(byName, 'en');
    const first = ['d', 'b', 'x1'].map((name) => row(name));
    const second = ['x10', 'a', 'c', 'x2'].map((name) => row(name));
    expect(merged(first.toSorted(compare), second, compare)).toEqual([...first, ...second].toSorted(compare));
  });
});

describe('filter', () => {
  it('ignores case and accents, and takes words in any order', () => {
    const rows = [row('Résumé 2026.pdf'), row('resumption.txt'), row('2026.txt')];
    expect(matching(rows, 'resume').map((one) => one.name)).toEqual(['Résumé 2026.pdf']);
    expect(matching(rows, '2026 RES').map((one) => one.name)).toEqual(['Résumé 2026.pdf']);
    expect(matching(rows, '  ')).toBe(rows);
  });
});
