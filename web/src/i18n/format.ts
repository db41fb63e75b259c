import { perLanguage, type Language } from './translate';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;

const sizeFormats = perLanguage((language) =>
  units.map(
    (unit, index) =>
      new Intl.NumberFormat(language, {
        style: 'unit',
        unit,
        unitDisplay: index === 0 ? 'long' : 'short',
        maximumFractionDigits: index === 0 ? 0 : 1,
      }),
  ),
);

/** Bytes in words, in powers of 1000. */
export function formatSize(language: Language, bytes: number): string {
  let index = 0;
  let value = bytes;
  // 999.95 would already be shown as 1,000.
  while (value >= 999.95 && index < units.length - 1) {
    value /= 1000;
    index++;
  }
  return sizeFormats(language)[index]!.format(value);
}

const numberFormat = perLanguage((language) => new Intl.NumberFormat(language));

export function formatNumber(language: Language, number: number): string {
  return numberFormat(language).format(number);
}

const exactFormat = perLanguage(
  (language) => new Intl.NumberFormat(language, { style: 'unit', unit: 'byte', unitDisplay: 'long' }),
);

export function formatExactSize(language: Language, bytes: number): string {
  return exactFormat(language).format(bytes);
}

const dateFormat = perLanguage((language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }));
const dayFormat = perLanguage((language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium' }));

/** A moment in the reader's time zone; empty when the server gave something that is none. */
export function formatDate(language: Language, iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? '' : dateFormat(language).format(date);
}

export function formatDay(language: Language, iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? '' : dayFormat(language).format(date);
}

/** A span as its largest sensible unit, rounded up so that it never promises too much. */
export function formatSpan(language: Language, seconds: number): string {
  const [value, unit] =
    seconds < 60 ? [seconds, 'second'] : seconds < 3600 ? [seconds / 60, 'minute'] : [seconds / 3600, 'hour'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }).format(
    Math.max(1, Math.ceil(value)),
  );
}
