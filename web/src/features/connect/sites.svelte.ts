import { base } from '../../api/base';

/** A folder that was opened before. */
export interface Site {
  /** Absolute and encoded. */
  readonly path: string;
  readonly label: string;
}

// Another gateway may be at another path of the same origin.
const storageKey = `sallyport.sites${base}`;
const MOST = 8;

/** The places that this browser remembers, the latest first. No password is among them. */
export class Sites {
  all = $state.raw<readonly Site[]>(stored());

  remember(site: Site): void {
    this.#keep([site, ...this.all.filter((other) => other.path !== site.path)].slice(0, MOST));
  }

  forget(site: Site): void {
    this.#keep(this.all.filter((other) => other.path !== site.path));
  }

  #keep(all: readonly Site[]): void {
    this.all = all;
    try {
      localStorage.setItem(storageKey, JSON.stringify(all));
    } catch {
      // Storage may be forbidden; the list then lasts as long as the page.
    }
  }
}

function stored(): readonly Site[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    if (!Array.isArray(value)) return [];
    return (value as readonly Partial<Site>[])
      .filter((site): site is Site => typeof site.path === 'string' && site.path.startsWith('/') && typeof site.label === 'string')
      .slice(0, MOST);
  } catch {
    return [];
  }
}

export const sites = new Sites();
