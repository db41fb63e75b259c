import { withBase } from '../../api/base';

/** What was typed into the address box, taken apart. */
export type Typed =
  | { readonly kind: 'ftp'; readonly url: string; readonly user?: string; readonly password?: string; readonly label: string }
  /** A folder on this gateway. */
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'refused'; readonly why: 'empty' | 'sftp' | 'scheme' | 'host' };

const schemes: ReadonlySet<string> = new Set(['ftp', 'ftps', 'ftpes']);

/** Reads an FTP URL as people type it: the scheme may be missing, credentials may be there (RFC 1738 §3.2). */
export function readAddress(text: string): Typed {
  const typed = text.trim();
  if (typed === '') return { kind: 'refused', why: 'empty' };
  if (typed.startsWith('/')) return { kind: 'path', path: withBase(encodePath(typed)) };
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(typed)?.[1]?.toLowerCase();
  if (scheme === 'sftp' || scheme === 'scp') return { kind: 'refused', why: 'sftp' };
  if (scheme !== undefined && !schemes.has(scheme)) return { kind: 'refused', why: 'scheme' };
  const rest = scheme === undefined ? typed : typed.slice(scheme.length + 3);
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const path = end < 0 ? '/' : rest.slice(end);
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  // A host, or an IPv6 address in brackets, perhaps with a port.
  if (!/^(?:[^\s:[\]@]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(host)) return { kind: 'refused', why: 'host' };
  const [user, password] = at < 0 ? [] : splitAtColon(authority.slice(0, at));
  return {
    kind: 'ftp',
    // Without user and password: an address is kept in histories and logs.
    url: `${scheme ?? 'ftp'}://${host}${encodePath(path)}`,
    label: `${host}${path === '/' ? '' : path}`,
    ...(user === undefined || user === '' ? {} : { user: decode(user) }),
    ...(password === undefined ? {} : { password: decode(password) }),
  };
}

function splitAtColon(text: string): [string, string?] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text] : [text.slice(0, colon), text.slice(colon + 1)];
}

/** Encodes what a person types, and leaves alone what is encoded already. */
export function encodePath(path: string): string {
  return path
    .split('/')
    .map((segment) => segment.replaceAll(/%(?![0-9a-f]{2})|[^%A-Za-z0-9\-._~!$&'()*+,;=:@]+/gi, (part) => encodeURIComponent(part.toWellFormed())))
    .join('/');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
