import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { brandFaults, brandStyle, fitBrand, leastContrast, surfaces } from '@/app/_ui/brand/brand-style';
import { contrast, mixOklab, parseColour, rgbToOklch } from '@/app/_ui/brand/colour';

const tokens = readFileSync(new URL('../../../app/_ui/tokens.css', import.meta.url), 'utf8');
const [, lightBlock = ''] = /^:root \{([\s\S]*?)^\}/m.exec(tokens) ?? [];
const [, darkBlock = ''] = /^\.dark \{([\s\S]*?)^\}/m.exec(tokens) ?? [];
const token = (block: string, name: string) => new RegExp(`--${name}: ([^;]+);`).exec(block)?.[1] ?? '';
const rgb = (text: string) => {
  const colour = parseColour(text);
  if (!colour) throw new Error(`not a colour: ${text}`);
  return colour;
};

describe('colour', () => {
  test('agrees with known contrast ratios', () => {
    expect(contrast(rgb('#000'), rgb('#fff'))).toBeCloseTo(21, 5);
    expect(contrast(rgb('#767676'), rgb('#ffffff'))).toBeCloseTo(4.54, 2);
  });

  test('goes to oklch and back', () => {
    const { l, c, h } = rgbToOklch(rgb('#3b5bdb'));
    const back = rgb(`oklch(${l} ${c} ${h})`);
    const there = rgb('#3b5bdb');
    for (const channel of ['r', 'g', 'b'] as const) expect(back[channel]).toBeCloseTo(there[channel], 4);
  });

  test('refuses what is not a plain colour', () => {
    for (const text of ['red', 'url(x)', '#12345', 'oklch(0.5 0.1)', 'var(--x)', '#fff;background:url(//x)'])
      expect(parseColour(text)).toBeNull();
  });
});

describe('the accent of a tenant', () => {
  test('is checked on the surfaces that tokens.css has', () => {
    expect(surfaces.light).toMatchObject({
      card: token(lightBlock, 'card'),
      background: token(lightBlock, 'background'),
    });
    expect(surfaces.dark).toMatchObject({ card: token(darkBlock, 'card'), background: token(darkBlock, 'background') });
    expect(tokens).toContain(`var(--brand) ${Math.round(surfaces.light.tint * 100)}%`);
    expect(tokens).toContain(`var(--brand) ${Math.round(surfaces.dark.tint * 100)}%`);
  });

  test('of the house passes in both themes', () => {
    const house = (block: string) => ({
      brand: token(block, 'brand'),
      brandForeground: token(block, 'brand-foreground'),
    });
    expect(brandFaults(house(lightBlock), 'light')).toEqual([]);
    expect(brandFaults(house(darkBlock), 'dark')).toEqual([]);
  });

  test('names the pair that cannot be read', () => {
    expect(brandFaults({ brand: '#ffd400', brandForeground: '#ffffff' }, 'light').map((fault) => fault.pair)).toEqual([
      'foreground_on_brand',
      'brand_on_card',
      'brand_on_background',
      'brand_on_tint',
    ]);
    expect(brandFaults({ brand: '#1a1a6e', brandForeground: '#ffffff' }, 'dark').map((fault) => fault.pair)).toContain(
      'brand_on_card',
    );
  });

  test('needs 4.5:1, not nearly', () => {
    // White on #777777 is 4.48:1, on #757575 it is 4.61:1.
    const foreground = (brand: string) =>
      brandFaults({ brand, brandForeground: '#ffffff' }, 'light').map((fault) => fault.pair);
    expect(foreground('#777777')).toContain('foreground_on_brand');
    expect(foreground('#757575')).not.toContain('foreground_on_brand');
  });

  test('is moved to a shade that passes, whatever the hue', () => {
    for (const brand of [
      '#ffd400',
      '#ff0000',
      '#00ff00',
      '#0000ff',
      '#e6007e',
      '#111111',
      '#ffffff',
      '#00a3a1',
      '#f26722',
    ]) {
      for (const theme of ['light', 'dark'] as const) {
        const fitted = fitBrand(brand, theme);
        expect(fitted, `${brand} ${theme}`).not.toBeNull();
        if (fitted) expect(brandFaults(fitted, theme)).toEqual([]);
      }
    }
  });

  test('stays as given when it already passes', () => {
    const given = { brand: 'oklch(0.45 0.15 278)', brandForeground: 'oklch(0.99 0.005 278)' };
    expect(brandStyle(given)).toMatchObject({
      '--brand-light': given.brand,
      '--brand-light-foreground': given.brandForeground,
    });
    expect(fitBrand('#2f3fa8', 'light')?.brand).toMatch(/^oklch\(0\.4/);
  });

  test('that is no colour leaves the house accent', () => {
    expect(brandStyle({ brand: 'javascript:alert(1)' })).toBeUndefined();
  });

  test('tint under the accent is mixed as the browser mixes it', () => {
    const tint = mixOklab(rgb('#2f3fa8'), rgb('#ffffff'), 0.09);
    expect(contrast(tint, rgb('#ffffff'))).toBeGreaterThan(1.05);
    expect(contrast(rgb('#2f3fa8'), tint)).toBeGreaterThan(leastContrast);
  });
});
