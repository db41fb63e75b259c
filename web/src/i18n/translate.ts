import { en, type Dictionary, type Key } from './en';
import { zhCN } from './zh-CN';

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

/** What each language calls itself, which is how a reader finds it. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', 'zh-CN': '简体中文' };

export const dictionaries: Readonly<Record<Language, Dictionary>> = { en, 'zh-CN': zhCN };

type Placeholders<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never;
type TextOf<K extends Key> = (typeof en)[K] extends { readonly other: infer Other } ? Other : (typeof en)[K];
type ValuesOf<Names extends string> = { readonly [Name in Names]: string | number };

/** Exactly the placeholders of a key, so a forgotten one does not compile. */
export type Values<K extends Key> = ValuesOf<Placeholders<TextOf<K>>>;
export type Arguments<K extends Key> = [Placeholders<TextOf<K>>] extends [never] ? [] : [values: Values<K>];

export function translate(language: Language, key: Key, values?: Readonly<Record<string, string | number>>): string {
  const words = dictionaries[language][key];
  const text = typeof words === 'string' ? words : form(language, words, values?.['count']);
  if (!values) return text;
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? numberFormat(language).format(value) : value;
  });
}

/** The language to begin with: the reader's earlier choice, else the first that the browser asks for and we speak. */
export function chooseLanguage(stored: string | null, wanted: readonly string[]): Language {
  const known = languages.find((language) => language === stored);
  if (known) return known;
  for (const tag of wanted) {
    // Any Chinese is better served by Simplified than by English.
    if (/^zh\b/i.test(tag)) return 'zh-CN';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}

function form(
  language: Language,
  words: { readonly one?: string; readonly other: string },
  count: string | number | undefined,
): string {
  const rule = pluralRules(language).select(Number(count ?? 0));
  return (rule === 'one' ? words.one : undefined) ?? words.other;
}

const pluralRules = perLanguage((language) => new Intl.PluralRules(language));
const numberFormat = perLanguage((language) => new Intl.NumberFormat(language));

/** Intl objects are slow to make and are asked for per row. */
export function perLanguage<T>(make: (language: Language) => T): (language: Language) => T {
  const made = new Map<Language, T>();
  return (language) => {
    let one = made.get(language);
    if (one === undefined) {
      one = make(language);
      made.set(language, one);
    }
    return one;
  };
}
