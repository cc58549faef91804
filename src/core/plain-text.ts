/** Another host's words, before they are shown on a terminal or written into a log: no control of either, and an end. */

const longestText = 1000;

/** In one line: control and formatting characters and halves of characters as "\u{1b}", and cut after `longest`. */
export function plain(text: string, longest: number = longestText): string {
  const whole = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return whole.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
}
