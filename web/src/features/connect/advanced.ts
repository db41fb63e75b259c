import type { OpenOptions } from '../../api/open';

/** How a server is to be spoken to; an empty value leaves it to the gateway. */
export type Choice = Required<OpenOptions>;

export const noChoice: Choice = { modes: '', tls: '', charset: '', timeZone: '' };

export const dataModes = ['', 'passive', 'active'] as const;
export const tlsRules = ['', 'required', 'plain'] as const;

/** Charsets of file names that are met on FTP servers, as the WHATWG Encoding Standard names them. */
export const charsets = [
  'UTF-8',
  'GB18030',
  'Big5',
  'Shift_JIS',
  'EUC-JP',
  'EUC-KR',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1256',
  'windows-874',
  'KOI8-R',
  'ISO-8859-2',
  'ISO-8859-15',
] as const;

export function timeZones(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
}
