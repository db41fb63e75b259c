import { describe, expect, it, vi } from 'vitest';
import { list, type Entry } from '../../api/listing';
import { ProblemError, brokenOff } from '../../api/problem';
import { Folder } from './folder.svelte';

vi.mock('../../api/listing');

const entry = (name: string, kind: Entry['kind'] = 'file'): Entry => ({
  name,
  href: encodeURIComponent(name) + (kind === 'folder' ? '/' : ''),
  kind,
});

function serve(entries: readonly Entry[]) {
  vi.mocked(list).mockImplementation(async (path, onEntries) => {
    for (const one of entries) onEntries([one]);
    return { path, skipped: 1 };
  });
}

const names = (folder: Folder) => folder.visible.map((row) => row.name);

describe('Folder', () => {
  it('shows a listing in order, however it arrives', async () => {
    serve([entry('b10'), entry('b9'), entry('z', 'folder'), entry('a')]);
    const folder = new Folder();
    await folder.open('/legacy/');
    expect(names(folder)).toEqual(['z', 'a', 'b9', 'b10']);
    expect(folder.skipped).toBe(1);
    expect(folder.loading).toBe(false);
  });

  it('keeps what arrived before the listing broke off, and says so', async () => {
    vi.mocked(list).mockImplementation(async (_path, onEntries) => {
      onEntries([entry('a')]);
      throw new ProblemError(brokenOff);
    });
    const folder = new Folder();
    await folder.open('/legacy/');
    expect(names(folder)).toEqual(['a']);
    expect(folder.problem?.code).toBe('broken');
  });

  it('is not disturbed by the listing of a folder left meanwhile', async () => {
    let late = () => {};
    vi.mocked(list).mockImplementationOnce(
      (_path, _onEntries, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => (late = () => reject(new DOMException('', 'AbortError'))));
        }),
    );
    const folder = new Folder();
    const first = folder.open('/legacy/slow/');
    serve([entry('a')]);
    await folder.open('/legacy/');
    late();
    await first;
    expect(names(folder)).toEqual(['a']);
    expect(folder.problem).toBeUndefined();
  });

  it('puts the focus on the folder one comes from', async () => {
    serve([entry('a b', 'folder'), entry('c', 'folder')]);
    const folder = new Folder();
    await folder.open('/legacy/a%20b/inner/');
    await folder.open('/legacy/');
    expect(folder.selection.focus).toBe('a%20b/');
  });

  it('refreshes without losing the selection', async () => {
    serve([entry('a'), entry('b')]);
    const folder = new Folder();
    await folder.open('/legacy/');
    folder.selectAll();
    serve([entry('b'), entry('c')]);
    await folder.refresh();
    expect(names(folder)).toEqual(['b', 'c']);
    expect(folder.selectedRows.map((row) => row.name)).toEqual(['b']);
  });

  it('shows changes at once', async () => {
    serve([entry('a'), entry('b')]);
    const folder = new Folder();
    await folder.open('/legacy/');
    folder.put({ ...entry('a'), size: 5 });
    folder.put(entry('0'));
    folder.renamed('b', entry('c'));
    expect(names(folder)).toEqual(['0', 'a', 'c']);
    expect(folder.selection.focus).toBe('c');
    folder.removed(new Set(['c']));
    expect(names(folder)).toEqual(['0', 'a']);
    expect(folder.selection.focus).toBe('a');
  });
});
