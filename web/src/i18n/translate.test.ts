import { describe, expect, it } from 'vitest';
import { formatSize, formatSpan } from './format';
import { chooseLanguage, dictionaries, languages, translate } from './translate';
import { en, type Key, type Words } from './en';

const placeholders = (words: Words) =>
  [...(typeof words === 'string' ? words : words.other).matchAll(/\{(\w+)\}/g)].map((match) => match[1]).toSorted();

describe('dictionaries', () => {
  // That no key is missing is for the compiler; what is inside a text is not.
  it.each(languages)('%s has the placeholders of English', (language) => {
    for (const key of Object.keys(en) as Key[]) {
      expect(placeholders(dictionaries[language][key]), key).toEqual(placeholders(en[key]));
    }
  });
});

describe('translate', () => {
  it('fills in values and chooses the plural', () => {
    expect(translate('en', 'files.items', { count: 1 })).toBe('1 item');
    expect(translate('en', 'files.items', { count: 10_000 })).toBe('10,000 items');
    expect(translate('zh-CN', 'files.items', { count: 1 })).toBe('1 项');
  });

  it('takes names as they are', () => {
    expect(translate('en', 'rename.title', { name: '$& {name}' })).toBe('Rename “$& {name}”');
  });
});

describe('chooseLanguage', () => {
  it('prefers what was chosen, then what the browser asks for', () => {
    expect(chooseLanguage('zh-CN', ['en'])).toBe('zh-CN');
    expect(chooseLanguage(null, ['fr-FR', 'zh-TW', 'en'])).toBe('zh-CN');
    expect(chooseLanguage('xx', ['de'])).toBe('en');
  });
});

describe('formats', () => {
  it('size', () => {
    expect(formatSize('en', 0)).toBe('0 bytes');
    expect(formatSize('en', 999)).toBe('999 bytes');
    expect(formatSize('en', 999_999)).toBe('1 MB');
    expect(formatSize('en', 4_812_345_678)).toBe('4.8 GB');
  });

  it('span', () => {
    expect(formatSpan('en', 0.2)).toBe('1 sec');
    expect(formatSpan('en', 90)).toBe('2 min');
  });
});
