import { beforeEach, describe, expect, it, vi } from 'vitest';
import { conduct } from './conduct';
import { Folder } from './folder.svelte';
import { listKeys } from './listKeys';

describe('conduct', () => {
  const element = document.createElement('div');
  let folder: Folder;
  let keys: ReturnType<typeof conduct>;

  beforeEach(() => {
    folder = new Folder();
    for (const name of ['chalk', 'cherry pie', 'damson', 'to']) folder.put({ name, href: encodeURIComponent(name), kind: 'file' });
    keys = conduct({
      folder,
      element: () => element,
      perLine: () => 2,
      perPage: () => 2,
      reveal: vi.fn(),
      open: vi.fn(),
      menu: vi.fn(),
    });
  });

  function press(name: string): KeyboardEvent {
    const parts = name.split('+');
    const key = parts.at(-1)!;
    const event = new KeyboardEvent('keydown', {
      key: key === 'Space' ? ' ' : key,
      ctrlKey: parts.includes('Mod'),
      shiftKey: parts.includes('Shift'),
      cancelable: true,
    });
    Object.defineProperty(event, 'target', { value: element });
    keys.keydown(event);
    return event;
  }

  it('obeys every key that the help names', () => {
    for (const key of listKeys.flatMap((one) => one.keys)) {
      expect(press(key).defaultPrevented, key).toBe(true);
    }
  });

  it('jumps to what is typed, spaces too, until something else is pressed', () => {
    for (const letter of 'cherry pie') press(letter === ' ' ? 'Space' : letter);
    expect(folder.selectedRows.map((row) => row.name)).toEqual(['cherry pie']);
    press('ArrowDown');
    press('d');
    expect(folder.selectedRows.map((row) => row.name)).toEqual(['damson']);
    press('c');
    press('Mod+c');
    press('t');
    expect(folder.selectedRows.map((row) => row.name)).toEqual(['to']);
  });

  it('leaves a space that begins nothing to its command', () => {
    expect(press('Space').defaultPrevented).toBe(false);
  });
});
