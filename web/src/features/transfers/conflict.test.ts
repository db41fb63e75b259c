import { describe, expect, it } from 'vitest';
import type { Entry } from '../../api/listing';
import { offered, outcome } from './conflict';

const theirs = (over: Partial<Entry> = {}): Entry => ({ name: 'a', href: 'a', kind: 'file', size: 100, modified: '2026-01-01T00:00:00Z', ...over });
const mine = (size: number, iso = '2026-01-01T00:00:00Z') => ({ size, lastModified: Date.parse(iso) });

describe('outcome', () => {
  it('if newer', () => {
    expect(outcome('newer', mine(1, '2026-01-01T00:00:05Z'), theirs())).toBe('overwrite');
    expect(outcome('newer', mine(1, '2026-01-01T00:00:01Z'), theirs())).toBe('skip');
    expect(outcome('newer', mine(1, '2025-01-01T00:00:00Z'), theirs())).toBe('skip');
    expect(outcome('newer', mine(1), { name: 'a', href: 'a', kind: 'file' })).toBe('ask');
  });

  it('resume', () => {
    expect(outcome('resume', mine(200), theirs())).toBe('resume');
    expect(outcome('resume', mine(100), theirs())).toBe('skip');
    expect(outcome('resume', mine(50), theirs())).toBe('ask');
  });
});

describe('offered', () => {
  it('nothing that cannot work', () => {
    expect(offered(mine(200), theirs(), true)).toEqual(['overwrite', 'newer', 'resume', 'keepBoth', 'skip']);
    expect(offered(mine(200), theirs(), false)).not.toContain('resume');
    expect(offered(mine(50), theirs(), true)).not.toContain('resume');
    expect(offered(mine(50), theirs({ kind: 'folder' }), true)).toEqual(['keepBoth', 'skip']);
  });
});
