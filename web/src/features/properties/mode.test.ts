import { describe, expect, it } from 'vitest';
import { formatMode, may, parseMode, toggled } from './mode';
import { fromLocal, toLocal } from './time';

describe('mode', () => {
  it('is read from octal digits', () => {
    expect(parseMode('644')).toBe(0o644);
    expect(parseMode('1777')).toBe(0o1777);
    expect(parseMode('8')).toBeUndefined();
    expect(parseMode('64')).toBeUndefined();
  });

  it('tells who may do what, and changes that', () => {
    expect(may(0o644, 'owner', 'write')).toBe(true);
    expect(may(0o644, 'others', 'write')).toBe(false);
    expect(formatMode(toggled(0o644, 'others', 'write'))).toBe('646');
    expect(formatMode(toggled(0o1777, 'owner', 'execute'))).toBe('1677');
    expect(formatMode(0o004)).toBe('004');
  });
});

describe('time', () => {
  it('goes to the field and back to the second', () => {
    const iso = '2026-01-02T03:04:05.000Z';
    expect(toLocal(iso)).toMatch(/^2026-01-0\dT\d\d:\d4:05$/);
    expect(fromLocal(toLocal(iso))).toBe('2026-01-02T03:04:05Z');
    expect(fromLocal('')).toBeUndefined();
  });
});
