const followed: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'ftp:']);

/**
 * Where a link in a text leads: relative to the text's folder, as on the FTP server. Nowhere if it would run something.
 *
 * @param base the folder: absolute, encoded, with a closing slash
 */
export function linkOf(reference: string | null, base: string): string | undefined {
  const url = resolved(reference, base);
  return url && followed.has(url.protocol) ? url.href : undefined;
}

/** A picture of this gateway; one from elsewhere would tell its server who reads this. */
export function pictureOf(reference: string | null, base: string): string | undefined {
  const url = resolved(reference, base);
  return url?.origin === location.origin ? url.href : undefined;
}

/** HTML without event handlers and inline styles, as far as a pattern can tell; whatever is left is the sanitizer's. */
export function withoutHandlers(html: string): string {
  return html.replaceAll(/[\s/]+(?:on\w+|style)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, ' ');
}

function resolved(reference: string | null, base: string): URL | undefined {
  if (reference === null) return undefined;
  try {
    return new URL(reference, location.origin + base);
  } catch {
    return undefined;
  }
}
