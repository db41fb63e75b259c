import { describe, expect, it } from 'vitest';
import { chosen, dropped, type Picked } from './dropped';

const fileEntry = (name: string) => ({
  name,
  isDirectory: false,
  file: (done: (file: File) => void) => done(new File(['x'], name)),
});

/** Hands its members out a hundred at a time, as Chromium does. */
const folderEntry = (name: string, members: unknown[]) => ({
  name,
  isDirectory: true,
  createReader: () => {
    let at = 0;
    return {
      readEntries: (done: (entries: never[]) => void) => {
        done(members.slice(at, at + 100) as never[]);
        at += 100;
      },
    };
  },
});

const item = (entry: unknown) => ({ kind: 'file', webkitGetAsEntry: () => entry, getAsFile: () => null });
const paths = (picked: readonly Picked[]) =>
  picked.map((one) => [...one.folders, one.kind === 'file' ? one.file.name : ''].join('/'));

describe('dropped', () => {
  it('takes folders with all that is in them, beyond one batch of a hundred', async () => {
    const inner = folderEntry('inner', Array.from({ length: 250 }, (_, index) => fileEntry(`f${index}`)));
    const picked = await dropped([item(folderEntry('outer', [inner, fileEntry('top')])), item(fileEntry('lone'))]);
    expect(picked).toHaveLength(2 + 250 + 1 + 1);
    expect(paths(picked).slice(0, 3)).toEqual(['outer/', 'outer/inner/', 'outer/inner/f0']);
    expect(paths(picked).slice(-2)).toEqual(['outer/top', 'lone']);
  });

  it('keeps empty folders', async () => {
    expect(paths(await dropped([item(folderEntry('empty', []))]))).toEqual(['empty/']);
  });

  it('leaves dropped text alone', async () => {
    expect(await dropped([{ kind: 'string', getAsFile: () => null }])).toEqual([]);
  });

  it('asks for the entries before the drop event is over', () => {
    let asked = 0;
    const counted = { kind: 'file', getAsFile: () => null, webkitGetAsEntry: () => (asked++, fileEntry('x')) };
    void dropped([counted, counted]);
    expect(asked).toBe(2);
  });
});

const file = (path: string) =>
  Object.defineProperty(new File([''], path.split('/').at(-1)!), 'webkitRelativePath', { value: path });

describe('chosen', () => {
  it('makes each folder of a chosen folder once', () => {
    expect(paths(chosen([file('a/b/1'), file('a/b/2'), file('a/3')]))).toEqual(['a/', 'a/b/', 'a/b/1', 'a/b/2', 'a/3']);
  });
});
