/** Charsets that a text can be read in, by their labels in the WHATWG Encoding Standard. */
export const charsets = [
  'utf-8',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-874',
  'koi8-r',
  'iso-8859-2',
  'iso-8859-15',
  'utf-16le',
  'utf-16be',
] as const;
export type Charset = (typeof charsets)[number];

/** What a text was made of, beside its characters. */
export interface TextForm {
  readonly charset: Charset;
  /** Whether it began with a byte order mark. */
  readonly mark: boolean;
}

/** Guesses from the bytes: a byte order mark, else UTF-8 if they are valid, else what the reader's language suggests. */
export function guess(bytes: Uint8Array, language: string, isCut: boolean): Charset {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  try {
    // The last character of a beginning may be cut in two; a stream does not mind.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
    return 'utf-8';
  } catch {
    return language.startsWith('zh') ? 'gb18030' : 'windows-1252';
  }
}

export function decode(bytes: Uint8Array, charset: Charset): { readonly text: string; readonly form: TextForm } {
  const text = new TextDecoder(charset, { ignoreBOM: true }).decode(bytes);
  const mark = text.startsWith('\uFEFF');
  return { text: mark ? text.slice(1) : text, form: { charset, mark } };
}

/** A character that a charset does not have. */
export class Unencodable extends Error {
  readonly character: string;

  constructor(character: string) {
    super(`no ${character}`);
    this.name = 'Unencodable';
    this.character = character;
  }
}

/**
 * The bytes of a text in its own charset. Browsers only write UTF-8; the others are turned round from what they read.
 *
 * @throws Unencodable if the charset lacks a character
 */
export function encode(text: string, { charset, mark }: TextForm): Uint8Array<ArrayBuffer> {
  const whole = mark ? `\uFEFF${text}` : text;
  if (charset === 'utf-8') return new TextEncoder().encode(whole);
  if (charset === 'utf-16le' || charset === 'utf-16be') return utf16(whole, charset === 'utf-16le');
  const codes = codesOf(charset);
  const bytes: number[] = [];
  for (const character of whole) {
    const code = codes.get(character);
    if (code === undefined) throw new Unencodable(character);
    bytes.push(...code);
  }
  return Uint8Array.from(bytes);
}

function utf16(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), littleEndian);
  return new Uint8Array(view.buffer);
}

const made = new Map<Charset, ReadonlyMap<string, readonly number[]>>();

/** Every character that one or two bytes make in a charset. */
function codesOf(charset: Charset): ReadonlyMap<string, readonly number[]> {
  const known = made.get(charset);
  if (known) return known;
  const codes = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(charset, { fatal: true });
  const add = (...bytes: number[]) => {
    try {
      const character = decoder.decode(Uint8Array.from(bytes));
      if ([...character].length === 1 && !codes.has(character)) codes.set(character, bytes);
    } catch {
      // No character: it stays out.
    }
  };
  for (let byte = 0; byte < 256; byte++) add(byte);
  if (!charset.startsWith('windows') && !charset.startsWith('iso') && !charset.startsWith('koi8')) {
    for (let first = 0x81; first < 0xff; first++) for (let second = 0x30; second < 0xff; second++) add(first, second);
  }
  made.set(charset, codes);
  return codes;
}

/** How the lines of a text end: what most of them have. */
export function lineEnd(text: string): '\n' | '\r\n' {
  const all = text.split('\n').length - 1;
  const windows = text.split('\r\n').length - 1;
  return windows * 2 > all ? '\r\n' : '\n';
}
