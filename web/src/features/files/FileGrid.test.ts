import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import FileGrid from './FileGrid.svelte';
import { Folder } from './folder.svelte';
import { rowOf } from './rows';

const rows = Array.from({ length: 10_000 }, (_, index) =>
  rowOf({ name: `file ${index} <b>`, href: `file%20${index}%20%3Cb%3E`, kind: 'file', size: index }),
);

describe('FileGrid', () => {
  let folder: Folder;
  const open = vi.fn();
  const menu = vi.fn();

  beforeEach(() => {
    folder = new Folder();
    folder.path = '/legacy/';
    folder.rows = rows;
    open.mockReset();
    menu.mockReset();
    render(FileGrid, { folder, label: 'Files in legacy', open, menu });
  });

  const grid = () => screen.getByRole('grid', { name: 'Files in legacy' });

  it('tells how many rows there are and draws only a few', () => {
    expect(grid().getAttribute('aria-rowcount')).toBe('10001');
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
  });

  it('links each name by its href, and shows the name as text', () => {
    const link = screen.getByRole('link', { name: 'file 3 <b>' });
    expect(link.getAttribute('href')).toBe('/legacy/file%203%20%3Cb%3E');
    expect(link.querySelector('b')).toBeNull();
  });

  it('walks and spans by keyboard', async () => {
    await fireEvent.keyDown(grid(), { key: 'ArrowDown' });
    await fireEvent.keyDown(grid(), { key: 'ArrowDown' });
    await fireEvent.keyDown(grid(), { key: 'ArrowDown', shiftKey: true });
    expect([...folder.selection.selected]).toEqual([rows[1]!.href, rows[2]!.href]);
    expect(grid().getAttribute('aria-activedescendant')).toBe('row-2');
    await fireEvent.keyDown(grid(), { key: 'End' });
    expect(folder.focusIndex).toBe(9999);
  });

  it('selects by the row, opens by the name', async () => {
    const link = screen.getByRole('link', { name: 'file 2 <b>' });
    await fireEvent.click(link.closest('[role=row]')!.querySelector('.size')!);
    expect(folder.selectedRows.map((row) => row.name)).toEqual(['file 2 <b>']);
    expect(open).not.toHaveBeenCalled();
    await fireEvent.click(link);
    expect(open).toHaveBeenCalledOnce();
  });

  it('opens the menu on the row under the pointer', async () => {
    await fireEvent.contextMenu(screen.getByRole('link', { name: 'file 4 <b>' }));
    expect(folder.selectedRows.map((row) => row.name)).toEqual(['file 4 <b>']);
    expect(menu).toHaveBeenCalledWith('row', expect.anything());
  });
});
