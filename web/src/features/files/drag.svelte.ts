import { encodeName, serverOf } from '../../api/address';
import { home } from '../../api/base';

const TYPE = 'application/x-sallyport-entries';

/** Entries on their way from one folder to another, in this window or from another one. */
export interface Dragged {
  /** The folder they are in: encoded, with a closing slash. */
  readonly folder: string;
  readonly hrefs: readonly string[];
}

/** What a drop would do: within one server entries move, to another they are copied; Ctrl and Shift say otherwise. */
export function effectOf(from: string, to: string, keys: { readonly ctrlKey: boolean; readonly shiftKey: boolean }): 'copy' | 'move' {
  if (keys.ctrlKey) return 'copy';
  if (keys.shiftKey) return 'move';
  return serverOf(from) === serverOf(to) ? 'move' : 'copy';
}

/** Whether entries may go there: not to where they are, and no folder into itself. */
export function mayGo(dragged: Dragged, to: string, effect: 'copy' | 'move'): boolean {
  if (effect === 'move' && dragged.folder === to) return false;
  return !dragged.hrefs.some((href) => href.endsWith('/') && to.startsWith(dragged.folder + href));
}

export function putEntries(transfer: DataTransfer, dragged: Dragged): void {
  transfer.setData(TYPE, JSON.stringify(dragged));
  transfer.setData('text/uri-list', dragged.hrefs.map((href) => location.origin + dragged.folder + href).join('\r\n'));
  const [only] = dragged.hrefs;
  if (dragged.hrefs.length === 1 && only !== undefined && !only.endsWith('/')) {
    // Chromium saves such a thing where it is let go on the desktop; the name may hold no colon.
    const name = decodeURIComponent(encodeName(decodeSafely(only))).replaceAll(':', '_');
    transfer.setData('DownloadURL', `application/octet-stream:${name}:${location.origin}${dragged.folder}${only}`);
  }
  transfer.effectAllowed = 'copyMove';
}

export function takeEntries(transfer: DataTransfer): Dragged | undefined {
  try {
    const value = JSON.parse(transfer.getData(TYPE)) as Partial<Dragged>;
    if (typeof value.folder !== 'string' || !value.folder.startsWith('/') || !Array.isArray(value.hrefs)) return undefined;
    return { folder: value.folder, hrefs: value.hrefs.filter((href) => typeof href === 'string') };
  } catch {
    return undefined;
  }
}

export function holdsEntries(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes(TYPE) ?? false;
}

export function holdsFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false;
}

function decodeSafely(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}

/** What is being dragged from this page, and the folder that the pointer is over. */
class Drag {
  /** Known only while the drag began here: a page may not look into another's before the drop. */
  own = $state.raw<Dragged>();
  /** The folder under the pointer, if it is not the one on screen. */
  over = $state<string>();

  /** Marks a folder as the target while something is over it. @returns whether it may be let go there */
  hover(event: DragEvent, to: string): boolean {
    const { dataTransfer } = event;
    if (!dataTransfer) return false;
    if (holdsFiles(dataTransfer) && !holdsEntries(dataTransfer)) {
      dataTransfer.dropEffect = 'copy';
    } else if (holdsEntries(dataTransfer)) {
      const effect = effectOf(this.own?.folder ?? home, to, event);
      if (this.own && !mayGo(this.own, to, effect)) return false;
      dataTransfer.dropEffect = effect;
    } else {
      return false;
    }
    event.preventDefault();
    this.over = to;
    return true;
  }

  end(): void {
    this.own = undefined;
    this.over = undefined;
  }
}

export const drag = new Drag();
