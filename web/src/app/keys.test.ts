import { describe, expect, it } from 'vitest';
import { keyLabel, keyName, takesKeys } from './keys';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  keyName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe('keys', () => {
  it('have one name on every keyboard', () => {
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press('A', { ctrlKey: true })).toBe('Mod+a');
    expect(press('a', { metaKey: true })).toBe('Mod+a');
    expect(press('ArrowUp', { altKey: true })).toBe('Alt+ArrowUp');
    expect(press('F10', { shiftKey: true })).toBe('Shift+F10');
  });

  it('are printed as on the keyboard', () => {
    expect(keyLabel('Mod+a', false)).toBe('Ctrl+A');
    expect(keyLabel('Mod+a', true)).toBe('⌘ A');
    expect(keyLabel('Delete', false)).toBe('Del');
  });

  it('belong to a text field while it has the focus, not to a checkbox', () => {
    document.body.innerHTML = '<input id="text"><input id="check" type="checkbox"><dialog><b id="in"></b></dialog>';
    expect(takesKeys(document.getElementById('text'))).toBe(true);
    expect(takesKeys(document.getElementById('in'))).toBe(true);
    expect(takesKeys(document.getElementById('check'))).toBe(false);
    expect(takesKeys(null)).toBe(false);
  });
});
