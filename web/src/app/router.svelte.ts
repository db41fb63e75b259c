/** The address bar. The path of a folder in it is the folder's real URL on the gateway. */
class Router {
  path = $state(location.pathname);
  /** What is shown of it: the query, which the gateway does not look at. */
  query = $state.raw(new URLSearchParams(location.search));
  /** The entry that a link points to in its folder. */
  hash = $state(location.hash.slice(1));

  constructor() {
    addEventListener('popstate', () => this.#read());
    addEventListener('hashchange', () => this.#read());
  }

  /** @param url absolute path, encoded, perhaps with a query */
  go(url: string): void {
    if (url === this.path + location.search) return;
    history.pushState(null, '', url);
    this.#read();
  }

  /** Puts another address in the place of this one, for one that was never a page. */
  replace(url: string): void {
    history.replaceState(null, '', url);
    this.#read();
  }

  /** Shows or leaves something of the present page, such as a preview; Back undoes it. */
  show(name: string, value: string | undefined, how: 'push' | 'replace' = 'push'): void {
    const query = new URLSearchParams(this.query);
    if (value === undefined) query.delete(name);
    else query.set(name, value);
    const url = query.size === 0 ? this.path : `${this.path}?${query}`;
    if (how === 'push') this.go(url);
    else this.replace(url);
  }

  #read(): void {
    this.path = location.pathname;
    this.query = new URLSearchParams(location.search);
    this.hash = location.hash.slice(1);
  }
}

export const router = new Router();
