const NOT_ASCII = /[^\0-\x7f]/;

/**
 * Text without regard to case, one character for one: lower case, but İ stays, since its lower case is two characters and
 * `?` would not fit it; and Σ is σ wherever it stands, where `toLowerCase` makes it another letter at the end of a word.
 */
export const fold = (text: string): string =>
  NOT_ASCII.test(text) ? text.split('İ').map(lower).join('İ') : text.toLowerCase();

const lower = (text: string): string => text.replaceAll('Σ', 'σ').toLowerCase();
