import { describe, expect, it } from 'vitest';
import { fileType } from './filetype';
import { faultOf, numbered, stemLength } from './names';
import { rowOf } from './rows';
import { jump, typed, untyped } from './typeahead';
import { mostRows, scrolledTo, windowOf } from './window';

describe('window', () => {
  it('draws what is in view and a little more', () => {
    const { from, to } = windowOf(44 * 1000, 440, 44, 10_000);
    expect(from).toBeLessThanOrEqual(1000);
    expect(to).toBeGreaterThanOrEqual(1011);
    expect(to - from).toBeLessThan(40);
  });

  it('never leaves the list, even when it shrinks under the scroll position', () => {
    expect(windowOf(44 * 1000, 440, 44, 5)).toEqual({ from: 0, to: 5 });
    expect(windowOf(0, 440, 44, 0)).toEqual({ from: 0, to: 0 });
  });

  it('is never longer than it says, so that recycled rows are distinct', () => {
    for (let top = 0; top < 44_000; top += 17) {
      const { from, to } = windowOf(top, 431, 44, 1000);
      expect(to - from).toBeLessThanOrEqual(mostRows(431, 44));
    }
  });

  it('scrolls no further than needed', () => {
    expect(scrolledTo(5, 0, 440, 44)).toBe(0);
    expect(scrolledTo(10, 0, 440, 44)).toBe(44);
    expect(scrolledTo(1, 200, 440, 44)).toBe(44);
  });
});

describe('names', () => {
  it('are refused for what FTP or a URL cannot carry', () => {
    const taken = new Set(['there']);
    expect(faultOf(' ', taken)).toBe('empty');
    expect(faultOf('..', taken)).toBe('dots');
    expect(faultOf('a/b', taken)).toBe('slash');
    expect(faultOf('a\r\nDELE b', taken)).toBe('control');
    expect(faultOf('there', taken)).toBe('taken');
    expect(faultOf('名字 #1%.txt', taken)).toBeUndefined();
  });

  it('end before their extension', () => {
    expect(stemLength('a.txt')).toBe(1);
    expect(stemLength('.profile')).toBe(8);
    expect(stemLength('backup.tar.gz')).toBe(6);
    expect(stemLength('README')).toBe(6);
  });

  it('are numbered to keep both', () => {
    expect(numbered('a.txt', new Set())).toBe('a (2).txt');
    expect(numbered('a.txt', new Set(['a (2).txt', 'a (3).txt']))).toBe('a (4).txt');
    expect(numbered('a (2).tar.gz', new Set())).toBe('a (3).tar.gz');
  });
});

describe('typing', () => {
  const rows = ['alpha', 'beta', 'bravo', 'Émile'].map((name) => rowOf({ name, href: name, kind: 'file' }));

  it('jumps to what begins with the letters', () => {
    expect(jump(rows, -1, 'br')?.name).toBe('bravo');
    expect(jump(rows, 0, 'e')?.name).toBe('Émile');
    expect(jump(rows, 0, 'zz')).toBeUndefined();
    expect(jump([], -1, 'a')).toBeUndefined();
  });

  it('walks on with the same letter', () => {
    expect(jump(rows, 1, 'b')?.name).toBe('bravo');
    expect(jump(rows, 2, 'bb')?.name).toBe('beta');
  });

  it('begins anew after a pause', () => {
    const one = typed(untyped, 'b', 1000);
    expect(typed(one, 'r', 1300).text).toBe('br');
    expect(typed(one, 'r', 3000).text).toBe('r');
  });
});

describe('fileType', () => {
  it('goes by the extension, and by the kind first', () => {
    expect(fileType('file', 'Photo.JPG')).toBe('image');
    expect(fileType('folder', 'x.zip')).toBe('folder');
    expect(fileType('file', 'Makefile')).toBe('file');
  });
});
