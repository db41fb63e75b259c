import { describe, expect, it, vi } from 'vitest';
import { dialogs } from '../../../app/dialogs.svelte';
import { Folder } from '../folder.svelte';
import type { Scene } from './action';
import { actionFor, actions, actionsAt } from './registry';

function scene(): Scene {
  const folder = new Folder();
  folder.path = '/legacy/a/';
  folder.put({ name: 'f.txt', href: 'f.txt', kind: 'file', size: 1 });
  folder.put({ name: 'd', href: 'd/', kind: 'folder' });
  const view = { focusFilter: vi.fn(), focusList: vi.fn(), chooseFiles: vi.fn(), chooseFolder: vi.fn() };
  return { folder, dialogs, go: vi.fn(), say: vi.fn(), view };
}

const ids = (...args: Parameters<typeof actionsAt>) => actionsAt(...args).map((action) => action.id);

describe('actions', () => {
  it('have ids and keys of their own', () => {
    const keys = actions.flatMap((action) => action.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(actions.map((action) => action.id)).size).toBe(actions.length);
  });

  it('are offered where they make sense', () => {
    const here = scene();
    expect(ids('toolbar', here)).toEqual(['upload', 'uploadFolder', 'newFolder', 'refresh']);
    here.folder.pick('f.txt', 'single');
    expect(ids('selection', here)).toEqual(['download', 'rename', 'delete']);
    here.folder.pick('d/', 'toggle');
    expect(ids('selection', here)).toEqual(['delete']);
  });

  it('answer to their keys', () => {
    const here = scene();
    expect(actionFor('F2', here)).toBeUndefined();
    here.folder.pick('d/', 'single');
    expect(actionFor('F2', here)?.id).toBe('rename');
    actionFor('Enter', here)?.run(here);
    expect(here.go).toHaveBeenLastCalledWith('/legacy/a/d/');
    actionFor('Backspace', here)?.run(here);
    expect(here.go).toHaveBeenLastCalledWith('/legacy/');
  });
});
