import ClipboardPaste from '@lucide/svelte/icons/clipboard-paste';
import { mayGo } from '../drag.svelte';
import { relocate } from '../relocate';
import type { Action } from './action';

/** Without something taken here the key is the browser's: files from its clipboard are uploaded. */
export const paste: Action = {
  id: 'paste',
  label: 'action.paste',
  icon: ClipboardPaste,
  keys: ['Mod+v'],
  places: ['toolbar', 'background'],
  enabled: ({ folder, clipboard }) =>
    folder.problem === undefined && clipboard.clip !== undefined && mayGo(clipboard.clip, folder.path, clipboard.clip.kind),
  run: ({ folder, clipboard, jobs, dialogs }) => {
    const clip = clipboard.put();
    if (clip) void relocate({ jobs, dialogs }, clip.kind, clip, folder.path);
  },
};
