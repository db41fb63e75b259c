import type { Dragged } from './drag.svelte';

/** What Ctrl+C or Ctrl+X took, until Ctrl+V puts it somewhere. */
export interface Clip extends Dragged {
  readonly kind: 'copy' | 'move';
}

class Clipboard {
  clip = $state.raw<Clip>();

  take(clip: Clip): void {
    this.clip = clip;
  }

  /** What was cut is gone after it was put somewhere; what was copied may be put again. */
  put(): Clip | undefined {
    const { clip } = this;
    if (clip?.kind === 'move') this.clip = undefined;
    return clip;
  }

  clear(): void {
    this.clip = undefined;
  }

  isCut(folder: string, href: string): boolean {
    return this.clip?.kind === 'move' && this.clip.folder === folder && this.clip.hrefs.includes(href);
  }
}

export const clipboard = new Clipboard();
export type { Clipboard };
