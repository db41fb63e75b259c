/** Follows a link as if it had been clicked: the only way to a download, or a new tab, that the browser names itself. */
export function follow(url: string, how: { readonly newTab?: boolean; readonly download?: string }): void {
  const link = document.createElement('a');
  link.href = url;
  if (how.newTab) {
    link.target = '_blank';
    link.rel = 'noopener';
  }
  if (how.download !== undefined) link.download = how.download;
  document.body.append(link);
  link.click();
  link.remove();
}
