import { base, belowBase, home } from './base';

/** Where the user is: the path of the address bar, which is also the path of the folder on every other door. */
export interface Address {
  /** Encoded as in the URL. */
  readonly path: string;
  /** The first segment below the gateway's base, decoded; absent at the root, where the backends are listed. */
  readonly backend?: string;
  readonly isFolder: boolean;
}

export interface Crumb {
  readonly label: string;
  readonly href: string;
}

export function addressOf(path: string): Address {
  const first = belowBase(path).split('/')[1] ?? '';
  const isFolder = path.endsWith('/');
  return first === '' ? { path, isFolder } : { path, isFolder, backend: decodeName(first) };
}

/** The steps from the backend down to `path`. `decoded` is the path in words as the gateway read the server's bytes. */
export function crumbsOf(path: string, decoded?: string): Crumb[] {
  const segments = belowBase(path).split('/').filter((segment) => segment !== '');
  const words = decoded?.split('/').filter((segment) => segment !== '');
  const trusted = words?.length === segments.length ? words : undefined;
  return segments.map((segment, index) => ({
    label: trusted?.[index] ?? decodeName(segment),
    href: `${base}/${segments.slice(0, index + 1).join('/')}/`,
  }));
}

/** The top folder of the server that a path belongs to. */
export function serverOf(path: string): string {
  return crumbsOf(path)[0]?.href ?? home;
}

/** The folder above, or undefined at the root. */
export function parentOf(path: string): string | undefined {
  if (path === home) return undefined;
  const end = path.endsWith('/') ? path.length - 2 : path.length - 1;
  return path.slice(0, path.lastIndexOf('/', end) + 1);
}

/** The last segment as an entry's href in the parent's listing. */
export function hrefInParent(path: string): string {
  return path.slice(parentOf(path)?.length ?? 0);
}

/** A name typed here or read from this disk, as one URL segment. Entries of a listing have their href instead. */
export function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}

/** For showing only. A segment that is not UTF-8 stays as it is. */
export function decodeName(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
