import { addressOf } from '../../api/address';
import { reserved } from '../../api/base';

/** Commands that reach the same files without this page, for the address of this gateway. */
export interface Recipes {
  readonly windows: string;
  readonly macos: string;
  readonly linux: string;
  readonly tools: string;
  readonly proxy: string;
  readonly policy: string;
}

/**
 * @param origin such as `https://files.example.org`
 * @param path of a folder: absolute, encoded, with a closing slash
 */
export function recipes(origin: string, path: string): Recipes {
  const url = origin + path;
  const { protocol, host, hostname, port } = new URL(origin);
  const secure = protocol === 'https:';
  const name = addressOf(path).backend ?? 'sallyport';
  return {
    // Windows names a WebDAV share like a network drive: \\host@SSL@port\DavWWWRoot\path.
    windows: `net use Z: \\\\${hostname}${secure ? '@SSL' : ''}${port === '' ? '' : `@${port}`}\\DavWWWRoot${decode(path).replaceAll('/', '\\').replace(/\\$/, '')} /user:USER *`,
    macos: `mkdir -p ~/${name} && mount_webdav -i ${quoted(url)} ~/${name}`,
    linux: `sudo mount -t davfs ${quoted(url)} /mnt/${name}\nrclone mount :webdav: ~/${name} --webdav-url=${quoted(url)} --webdav-user=USER`,
    tools: `curl -u USER ${quoted(`${url}file.txt`)} -O\ncurl -u USER -T file.txt ${quoted(url)}\nwget -r --user=USER --ask-password ${quoted(url)}`,
    proxy: `export ftp_proxy=http://${host}/\nwget ftp://ftp.example.org/pub/file.txt`,
    policy: JSON.stringify(
      {
        RegisteredProtocolHandlers: ['ftp', 'ftps'].map((scheme) => ({
          protocol: scheme,
          url: `${origin}${reserved('open')}?url=%s`,
          default: true,
        })),
      },
      null,
      2,
    ),
  };
}

function quoted(text: string): string {
  return /^[\w:/.%@~-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
