/** Beginnings of what people choose when they must reach a length; compared after the usual substitutions are undone. */
const known =
  'password passw0rd qwerty qwertz azerty letmein welcome iloveyou administrator admin monkey dragon football baseball sunshine princess trading forex broker metatrader changeme secret'.split(
    ' ',
  );
const rows = ['abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', '01234567890123456789'];
const substitutions: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  $: 's',
  '@': 'a',
};

const plainOf = (text: string) => text.replace(/[01345$@]/g, (char) => substitutions[char] ?? char);

/** What makes a password guessable, or null. The word is the key of the sentence a form shows. */
export function guessableReason(password: string): 'password_too_simple' | 'password_well_known' | null {
  const lower = password.toLowerCase();
  if (new Set(lower).size < 5) return 'password_too_simple';
  for (let at = 0; at + 8 <= lower.length; at += 1) {
    const part = lower.slice(at, at + 8);
    if (rows.some((row) => row.includes(part) || [...row].reverse().join('').includes(part)))
      return 'password_too_simple';
  }
  const rest = known.reduce(
    (text, word) => text.replaceAll(word, ''),
    known.some((word) => lower.includes(word)) ? lower : plainOf(lower),
  );
  const touched = rest.length !== lower.length;
  // "Trading2024!!" is a known word and a year: what is left after the word must still be worth guessing.
  return touched && rest.replace(/[^a-z]/g, '').length < 5 ? 'password_well_known' : null;
}
