import type { Kind } from '../../api/listing';
import { fileType } from '../files/filetype';

/** How a file is shown. */
export type PreviewKind = 'image' | 'pdf' | 'audio' | 'video' | 'markdown' | 'text' | 'none';

/** More of a text than this is not read to show it. */
export const TEXT_BYTES = 1024 * 1024;
/** A larger text is not edited here. */
export const EDIT_BYTES = 2 * 1024 * 1024;

const texts = /\.(csv|tsv|srt|vtt|diff|patch|tex|bib|env|gitignore|dockerfile|lock|list|desktop|service|cue|m3u8?|svg)$/i;
const knownNames = /^(readme|license|licence|copying|changelog|authors|makefile|dockerfile|vagrantfile|\.[a-z]+rc|\.htaccess|\.profile)$/i;
const images = /\.(png|jpe?g|gif|webp|avif|bmp|ico|svg)$/i;

/** What a file's name promises; FTP tells no content type. */
export function previewKind(kind: Kind, name: string): PreviewKind {
  if (kind === 'folder') return 'none';
  if (images.test(name)) return 'image';
  if (/\.pdf$/i.test(name)) return 'pdf';
  if (/\.(md|markdown)$/i.test(name)) return 'markdown';
  const type = fileType('file', name);
  if (type === 'audio' || type === 'video') return type;
  if (type === 'text' || type === 'code' || texts.test(name) || knownNames.test(name)) return 'text';
  return 'none';
}
