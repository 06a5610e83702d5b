import { expect, it } from 'vitest';
import { pageWithin } from '@/app/_domain/base';

const base = '/t/merrowby/portal';

it('somebody who signs in lands on the page he wanted, when it is one of this surface', () => {
  expect(pageWithin(base, `${base}/look/look_01h2xcejqtf2nbrexx3vqjhp41`)).toBe(
    `${base}/look/look_01h2xcejqtf2nbrexx3vqjhp41`,
  );
  expect(pageWithin('/portal', '/portal/wallet')).toBe('/portal/wallet');
});

it('and nowhere else, whatever a link says', () => {
  for (const wanted of [
    undefined,
    '',
    base,
    `${base}x/evil`,
    '//evil.example/t/merrowby/portal/x',
    'https://evil.example/',
    `${base}//evil.example`,
    `${base}/../desk`,
    `${base}/%2e%2e/desk`,
    `${base}/a\\b`,
    `${base}/a?next=x`,
    'javascript:alert(1)',
    '/t/other/portal/wallet',
  ])
    expect(pageWithin(base, wanted), String(wanted)).toBe(base);
});
