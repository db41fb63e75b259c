/** The address bar. The path of a folder in it is the folder's real URL on the gateway. */
class Router {
  path = $state(location.pathname);

  constructor() {
    addEventListener('popstate', () => {
      this.path = location.pathname;
    });
  }

  /** @param path absolute and encoded */
  go(path: string): void {
    if (path === this.path) return;
    history.pushState(null, '', path);
    this.path = location.pathname;
  }

  /** Puts another address in the place of this one, for one that was never a page. */
  replace(path: string): void {
    history.replaceState(null, '', path);
    this.path = location.pathname;
  }
}

export const router = new Router();
