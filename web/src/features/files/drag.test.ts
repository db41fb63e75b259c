import { describe, expect, it } from 'vitest';
import { effectOf, mayGo } from './drag.svelte';

const keys = (ctrlKey = false, shiftKey = false) => ({ ctrlKey, shiftKey });

describe('a drag', () => {
  it('moves within a server and copies to another, unless a key says otherwise', () => {
    expect(effectOf('/a/x/', '/a/y/', keys())).toBe('move');
    expect(effectOf('/a/x/', '/b/', keys())).toBe('copy');
    expect(effectOf('/a/x/', '/a/y/', keys(true))).toBe('copy');
    expect(effectOf('/a/x/', '/b/', keys(false, true))).toBe('move');
  });

  it('goes neither where it is nor into itself', () => {
    const dragged = { folder: '/a/', hrefs: ['x/', 'file'] };
    expect(mayGo(dragged, '/a/', 'move')).toBe(false);
    expect(mayGo(dragged, '/a/', 'copy')).toBe(true);
    expect(mayGo(dragged, '/a/x/', 'move')).toBe(false);
    expect(mayGo(dragged, '/a/x/deep/', 'copy')).toBe(false);
    expect(mayGo(dragged, '/a/xy/', 'move')).toBe(true);
  });
});
