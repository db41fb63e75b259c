import type { Key } from './en';
import * as format from './format';
import { chooseLanguage, translate, type Arguments, type Language } from './translate';

const storageKey = 'sallyport.language';

/** The language of the page; texts that read it follow when it changes. */
class Locale {
  language = $state<Language>(chooseLanguage(stored(), navigator.languages));

  choose(language: Language): void {
    this.language = language;
    try {
      localStorage.setItem(storageKey, language);
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

export const locale = new Locale();

export function t<K extends Key>(key: K, ...values: Arguments<K>): string {
  return translate(locale.language, key, values[0]);
}

export const number = (count: number): string => format.formatNumber(locale.language, count);
export const size = (bytes: number): string => format.formatSize(locale.language, bytes);
export const exactSize = (bytes: number): string => format.formatExactSize(locale.language, bytes);
export const date = (iso: string): string => format.formatDate(locale.language, iso);
export const day = (iso: string): string => format.formatDay(locale.language, iso);
export const span = (seconds: number): string => format.formatSpan(locale.language, seconds);
