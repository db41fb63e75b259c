import DOMPurify from 'dompurify';
import { Marked } from 'marked';
import { linkOf, pictureOf, withoutHandlers } from './references';

/** What would be refused by the sanitizer anyway goes before the browser parses it, which would report each. */
const marked = new Marked({ gfm: true, renderer: { html: ({ text }) => withoutHandlers(text) } });

/**
 * A markdown text as nodes without anything that runs or loads from elsewhere. Links and pictures are relative to its
 * folder, as they are on the FTP server.
 *
 * @param base the folder: absolute, encoded, with a closing slash
 */
export function render(text: string, base: string): DocumentFragment {
  const html = marked.parse(text, { async: false });
  const purifier = DOMPurify(window);
  purifier.addHook('afterSanitizeAttributes', (node) => {
    if (node.tagName === 'A') {
      const url = linkOf(node.getAttribute('href'), base);
      if (url !== undefined) node.setAttribute('href', url);
      else node.removeAttribute('href');
      node.setAttribute('target', '_blank');
      node.setAttribute('rel', 'noopener noreferrer');
    } else if (node.tagName === 'IMG') {
      const url = pictureOf(node.getAttribute('src'), base);
      if (url !== undefined) node.setAttribute('src', url);
      else node.removeAttribute('src');
      if (!node.hasAttribute('alt')) node.setAttribute('alt', '');
      node.setAttribute('loading', 'lazy');
    }
  });
  const fragment = purifier.sanitize(html, {
    RETURN_DOM_FRAGMENT: true,
    USE_PROFILES: { html: true },
    FORBID_TAGS: ['style', 'form', 'input', 'button', 'textarea', 'select', 'dialog', 'video', 'audio', 'source', 'picture'],
    FORBID_ATTR: ['style', 'srcset', 'id', 'name', 'class'],
  });
  purifier.removeAllHooks();
  return fragment;
}
