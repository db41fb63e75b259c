import { reserved } from '../../api/base';

/** Whether this browser and this address allow a page to take over a kind of links. */
export function canHandleLinks(): boolean {
  return isSecureContext && 'registerProtocolHandler' in navigator;
}

/** Asks the browser to send clicked `ftp:` links here; it asks the user in turn. */
export function handleLinks(): void {
  const url = `${location.origin}${reserved('open')}?url=%s`;
  for (const scheme of ['ftp', 'ftps']) navigator.registerProtocolHandler(scheme, url);
}
