import { describe, expect, test } from 'vitest';
import { chooseLanguage, languageOf } from '@/app/_i18n/locale';
import { messagesOf, pickAreas } from '@/app/_i18n/messages';
import { initialsOf } from '@/app/_ui/avatar';
import { formatBytes, splitFiles } from '@/app/_ui/file-rules';
import { issueText } from '@/app/_ui/form/issue-text';
import { keyCaps, matchesPress, parseKeys } from '@/app/_ui/keys/key-match';
import { rangePosition } from '@/app/_ui/range-mark';
import { contentSecurityPolicy } from '@/app/_ui/security-headers';
import { currentTrail } from '@/app/_ui/shell/nav';

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  code: '',
  shiftKey: false,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  ...more,
});
const matches = (keys: string, event: ReturnType<typeof press>) =>
  parseKeys(keys).every((step) => matchesPress(step, event));

describe('keys', () => {
  test('letters mind shift, signs do not', () => {
    expect(matches('j', press('j'))).toBe(true);
    expect(matches('j', press('J', { shiftKey: true }))).toBe(false);
    expect(matches('shift+a', press('A', { shiftKey: true }))).toBe(true);
    expect(matches('?', press('?', { shiftKey: true }))).toBe(true);
    expect(matches('mod+k', press('k', { metaKey: true }))).toBe(true);
    expect(matches('k', press('k', { ctrlKey: true }))).toBe(false);
  });

  test('work while another script is on', () => {
    expect(matches('j', press('\u062a', { code: 'KeyJ' }))).toBe(true);
    expect(matches('/', press('\u0638', { code: 'Slash' }))).toBe(true);
    expect(matches('j', press('\u062a', { code: 'KeyK' }))).toBe(false);
  });

  test('are drawn as caps', () => {
    expect(keyCaps('g c')).toEqual([['g'], ['c']]);
    expect(keyCaps('shift+a')).toEqual([['\u21e7', 'a']]);
  });
});

describe('language of a page', () => {
  const ask = (path: string, cookie?: string, accept: string | null = null) => chooseLanguage({ path, cookie, accept });
  test('is the one chosen, else the one asked for, else English', () => {
    expect(ask('/t/acme/portal', 'ar', 'en')).toBe('ar');
    expect(ask('/t/acme/portal', undefined, 'fr, ar-AE;q=0.8, en;q=0.5')).toBe('ar');
    expect(ask('/t/acme/portal', 'xx', 'de')).toBe('en');
  });
  test('is English for staff, whatever a client of the same browser chose', () => {
    expect(ask('/t/acme/desk/clients', 'ar')).toBe('en');
    expect(ask('/platform', 'ar')).toBe('en');
    expect(ask('/desk', 'ar')).toBe('en');
    expect(ask('/t/desktop/portal', 'ar')).toBe('ar');
  });
  test('formats Arabic with Latin digits', () => {
    expect(languageOf('ar-u-nu-latn')).toBe('ar');
    expect(new Intl.NumberFormat('ar-u-nu-latn').format(1234)).toContain('1');
  });
});

test('a layout sends its own words and those of the kit, no others', () => {
  expect(Object.keys(pickAreas(messagesOf('en'), ['portal'])).sort()).toEqual(['common', 'portal', 'refusals']);
});

test('every translated area has the same keys, and the same placeholders, as the English one', () => {
  const flat = (value: unknown, path = ''): Array<[string, string]> =>
    typeof value === 'string'
      ? [[path, value]]
      : Object.entries(value ?? {}).flatMap(([key, inner]) => flat(inner, `${path}.${key}`));
  const names = (text: string) => [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]))].sort();
  for (const area of ['common', 'portal', 'auth', 'refusals'] as const) {
    const english = new Map(flat(messagesOf('en')[area]));
    const arabic = new Map(flat(messagesOf('ar')[area]));
    expect([...arabic.keys()].sort(), area).toEqual([...english.keys()].sort());
    for (const [key, text] of english) {
      // A plural may turn a placeholder into words ("two"), so Arabic may use fewer names, never others.
      expect(names(text), `${area}${key}`).toEqual(
        expect.arrayContaining(names(arabic.get(key) ?? '').filter((name) => !/^\d+$/.test(name ?? ''))),
      );
    }
  }
});

test('the menu knows where we are', () => {
  const nav = [
    { href: '/d', label: 'Home' },
    {
      href: '/d/pay',
      label: 'Payments',
      children: [
        { href: '/d/pay/out', label: 'Withdrawals' },
        { href: '/d/pay/in', label: 'Deposits' },
      ],
    },
  ];
  const names = (path: string) => currentTrail(nav, path).map((entry) => entry.label);
  expect(names('/d')).toEqual(['Home']);
  expect(names('/d/pay/out/W-1')).toEqual(['Payments', 'Withdrawals']);
  expect(names('/d/payouts')).toEqual(['Home']);
  expect(names('/elsewhere')).toEqual([]);
});

test('files are refused by name before they travel', () => {
  const file = (name: string, type: string, size: number) => ({ name, type, size });
  const rules = { types: ['image/png', 'application/pdf'], maxBytes: 100, maxFiles: 1 };
  const { accepted, refused } = splitFiles(
    [
      file('a.png', 'image/png', 10),
      file('b.svg', 'image/svg+xml', 10),
      file('c.pdf', 'application/pdf', 101),
      file('d.png', 'image/png', 1),
    ],
    rules,
  );
  expect(accepted.map(({ name }) => name)).toEqual(['a.png']);
  expect(refused).toEqual([
    { reason: 'wrongType', name: 'b.svg' },
    { reason: 'tooLarge', name: 'c.pdf' },
    { reason: 'tooMany', name: 'd.png' },
  ]);
  expect(formatBytes(10 * 1024 * 1024)).toBe('10 MB');
});

test('initials, also of names in other scripts and of one word', () => {
  expect(['Marit Oosterveld', 'Rhea K.', 'Nadia', 'نور حلواني', ''].map(initialsOf)).toEqual([
    'MO',
    'RK',
    'NA',
    'نح',
    '',
  ]);
});

test('usual fills the middle; what lies outside is never drawn inside', () => {
  expect(rangePosition(350, 350, 420)).toBe(35);
  expect(rangePosition(420, 350, 420)).toBe(65);
  expect(rangePosition(10_000, 350, 420)).toBe(97);
  expect(rangePosition(5, 5, 5)).toBe(35);
});

test('a field says what it needs, in the words of the page', () => {
  const texts = {
    required: 'needed',
    invalid: 'check',
    email: 'no e-mail',
    url: 'no url',
    tooShort: (n: number) => `min ${n}`,
    tooLong: (n: number) => `max ${n}`,
    tooSmall: (n: number) => `>= ${n}`,
    tooBig: (n: number) => `<= ${n}`,
  };
  expect(issueText({ code: 'invalid_type', input: undefined }, texts)).toBe('needed');
  expect(issueText({ code: 'too_small', origin: 'string', minimum: 10, input: 'abc' }, texts)).toBe('min 10');
  expect(issueText({ code: 'too_small', origin: 'bigint', minimum: 1n, input: 0n }, texts)).toBe('>= 1');
  expect(issueText({ code: 'invalid_format', format: 'email', input: 'x' }, texts)).toBe('no e-mail');
});

test('a built page runs only scripts with this request nonce, and is framed by nobody', () => {
  const policy = contentSecurityPolicy('abc', false);
  expect(policy).toContain("script-src 'nonce-abc' 'strict-dynamic';");
  expect(policy).not.toContain('unsafe-eval');
  expect(policy).toContain("frame-ancestors 'none'");
});
