/** What the paths of all URLs of this gateway begin with: empty, or a path such as `/ftp`. The page says it. */
export const base = document.documentElement.dataset['base'] ?? '';

/** The list of all servers. */
export const home = `${base}/`;

/** @param name of something that is no file: `api/session`, `doctor` */
export function reserved(name: string): string {
  return `${base}/-/${name}`;
}

/** A path of the address bar without the base. */
export function belowBase(path: string): string {
  return path.startsWith(home) ? path.slice(base.length) : path;
}

/** A path as people write it, who need not know of the base. */
export function withBase(path: string): string {
  return path.startsWith(home) ? path : base + path;
}
