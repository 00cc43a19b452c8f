/** CSS pixels of `1rem`: 16, or what the reader chose as the size of text. */
export const REM_PX =
  typeof document === 'undefined'
    ? 16
    : Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
