import type { Kind } from '../../api/listing';

export type FileType =
  | 'folder'
  | 'link'
  | 'image'
  | 'audio'
  | 'video'
  | 'archive'
  | 'text'
  | 'document'
  | 'sheet'
  | 'code'
  | 'file';

const byExtension = new Map<string, FileType>(
  Object.entries({
    image: 'png jpg jpeg gif webp avif svg bmp tif tiff ico heic psd',
    audio: 'mp3 ogg oga opus flac wav m4a aac wma mid',
    video: 'mp4 mkv webm mov avi mpg mpeg wmv m4v ts',
    archive: 'zip gz tgz bz2 xz zst 7z rar tar jar war deb rpm iso dmg cab lz4',
    text: 'txt md log nfo readme rst',
    document: 'pdf doc docx odt rtf ps epub ppt pptx odp',
    sheet: 'xls xlsx ods csv tsv',
    code: 'js mjs ts tsx jsx java py rb go rs c h cpp cs php sh bash sql html htm css xml json yaml yml toml ini conf properties',
  }).flatMap(([type, extensions]) => extensions.split(' ').map((extension) => [extension, type as FileType])),
);

/** What a row's icon shows; from the name alone, since FTP tells no content type. */
export function fileType(kind: Kind, name: string): FileType {
  if (kind === 'folder' || kind === 'link') return kind;
  const dot = name.lastIndexOf('.');
  return (dot < 0 ? undefined : byExtension.get(name.slice(dot + 1).toLowerCase())) ?? 'file';
}
