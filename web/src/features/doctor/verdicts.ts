// The same words that the gateway itself uses, in its command line and its error pages.
import english from '../../../../src/main/resources/io/sallyport/files/verdicts.properties?raw';
import chinese from '../../../../src/main/resources/io/sallyport/files/verdicts_zh.properties?raw';
import type { Verdict } from '../../api/doctor';
import type { Language } from '../../i18n/translate';

/** The lines of a Java properties file, such as the verdicts' are: no escapes, no continued lines. */
export function readProperties(text: string): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const equals = line.indexOf('=');
    if (equals > 0 && !line.startsWith('#')) words.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
  }
  return words;
}

export const verdictWords: Readonly<Record<Language, ReadonlyMap<string, string>>> = {
  en: readProperties(english),
  'zh-CN': readProperties(chinese),
};

function filled(words: string, parameters: Readonly<Record<string, string>>): string {
  return words.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => parameters[name] ?? placeholder);
}

/** The one sentence of a verdict. */
export function brief(language: Language, verdict: Verdict): string {
  const words = verdictWords[language].get(`${verdict.code}.brief`);
  return words === undefined ? verdict.text : filled(words, verdict.parameters);
}

/** The whole of a verdict: what is so, and who can change it. */
export function whole(language: Language, verdict: Verdict): string {
  const words = verdictWords[language].get(verdict.code);
  if (words === undefined) return verdict.text;
  const meanwhile = verdict.parameters['meanwhile'] ? verdictWords[language].get('meanwhile') : undefined;
  return filled(meanwhile === undefined ? words : `${words} ${meanwhile}`, verdict.parameters);
}
