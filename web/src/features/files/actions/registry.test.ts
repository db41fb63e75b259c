import { describe, expect, it, vi } from 'vitest';
import { dialogs } from '../../../app/dialogs.svelte';
import { Jobs } from '../../transfers/jobs.svelte';
import { clipboard } from '../clipboard.svelte';
import { Folder } from '../folder.svelte';
import type { Scene } from './action';
import { actionFor, actions, actionsAt } from './registry';

function scene(): Scene {
  const folder = new Folder();
  folder.path = '/legacy/a/';
  folder.put({ name: 'f.txt', href: 'f.txt', kind: 'file', size: 1 });
  folder.put({ name: 'd', href: 'd/', kind: 'folder' });
  const view = {
    focusFilter: vi.fn(),
    focusList: vi.fn(),
    chooseFiles: vi.fn(),
    chooseFolder: vi.fn(),
    editPath: vi.fn(),
    preview: vi.fn(),
    search: vi.fn(),
  };
  return { folder, dialogs, jobs: new Jobs(), clipboard, go: vi.fn(), say: vi.fn(), view };
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
    expect(ids('toolbar', here)).toEqual(['upload', 'uploadFolder', 'newFolder', 'search', 'refresh']);
    here.folder.pick('f.txt', 'single');
    expect(ids('selection', here)).toEqual(['preview', 'download', 'rename', 'delete']);
    here.folder.pick('d/', 'toggle');
    expect(ids('selection', here)).toEqual(['download', 'delete']);
  });

  it('take, and put only where that makes sense', () => {
    const here = scene();
    expect(actionFor('Mod+v', here)).toBeUndefined();
    here.folder.pick('d/', 'single');
    actionFor('Mod+x', here)?.run(here);
    expect(clipboard.isCut('/legacy/a/', 'd/')).toBe(true);
    expect(actionFor('Mod+v', here)).toBeUndefined();
    here.folder.path = '/legacy/a/d/';
    expect(actionFor('Mod+v', here)).toBeUndefined();
    here.folder.path = '/legacy/b/';
    expect(actionFor('Mod+v', here)?.id).toBe('paste');
    clipboard.clear();
  });

  it('download one file as it is, and more as one ZIP', () => {
    const here = scene();
    const download = vi.spyOn(here.jobs, 'download').mockReturnValue();
    const zip = vi.spyOn(here.jobs, 'zip').mockResolvedValue();
    const action = actions.find((one) => one.id === 'download')!;
    here.folder.pick('f.txt', 'single');
    action.run(here);
    expect(download).toHaveBeenCalledExactlyOnceWith('/legacy/a/f.txt', 'f.txt');
    here.folder.pick('d/', 'toggle');
    action.run(here);
    expect(zip).toHaveBeenCalledExactlyOnceWith(expect.arrayContaining(['/legacy/a/d/', '/legacy/a/f.txt']), 'a.zip');
  });

  it('answer to their keys', () => {
    const here = scene();
    expect(actionFor('F2', here)).toBeUndefined();
    here.folder.pick('d/', 'single');
    expect(actionFor('F2', here)?.id).toBe('rename');
    actionFor('Enter', here)?.run(here);
    expect(here.go).toHaveBeenLastCalledWith('/legacy/a/d/');
    here.folder.pick('f.txt', 'single');
    actionFor('Enter', here)?.run(here);
    expect(here.view.preview).toHaveBeenLastCalledWith('f.txt');
    actionFor('Space', here)?.run(here);
    expect(here.view.preview).toHaveBeenCalledTimes(2);
    actionFor('Backspace', here)?.run(here);
    expect(here.go).toHaveBeenLastCalledWith('/legacy/');
  });
});
