import type { CSSProperties } from 'react';
import { contrast, fitGamut, formatOklch, mixOklab, type Oklch, parseColour, type Rgb, rgbToOklch } from './colour';

export type Theme = 'light' | 'dark';
export type BrandColours = { brand: string; brandForeground: string };
export type BrandPair = 'foreground_on_brand' | 'brand_on_card' | 'brand_on_background' | 'brand_on_tint';
export type BrandFault = { theme: Theme; pair: BrandPair | 'unreadable'; ratio: number };

/** WCAG AA for text: the accent is used for words and links, not only for surfaces. */
export const leastContrast = 4.5;

/** Surfaces of tokens.css the accent is read on; a test holds them equal to the file. */
export const surfaces: Record<Theme, { card: string; background: string; tint: number }> = {
  light: { card: 'oklch(1 0 0)', background: 'oklch(0.972 0.0035 225)', tint: 0.09 },
  dark: { card: 'oklch(0.19 0.008 240)', background: 'oklch(0.158 0.007 240)', tint: 0.14 },
};

function pairsOf(brand: Rgb, foreground: Rgb, theme: Theme): Array<[BrandPair, number]> {
  const { card, background, tint } = surfaces[theme];
  const [sheet, desk] = [parseColour(card), parseColour(background)];
  if (!sheet || !desk) return [];
  return [
    ['foreground_on_brand', contrast(foreground, brand)],
    ['brand_on_card', contrast(brand, sheet)],
    ['brand_on_background', contrast(brand, desk)],
    // The current step of a figure row sets the accent as text on its own tint.
    ['brand_on_tint', contrast(brand, mixOklab(brand, sheet, tint))],
  ];
}

/** What is wrong with these two colours in a theme; empty means they may be shown. */
export function brandFaults({ brand, brandForeground }: BrandColours, theme: Theme): BrandFault[] {
  const [surface, text] = [parseColour(brand), parseColour(brandForeground)];
  if (!surface || !text) return [{ theme, pair: 'unreadable', ratio: 0 }];
  return pairsOf(surface, text, theme)
    .filter(([, ratio]) => ratio < leastContrast)
    .map(([pair, ratio]) => ({ theme, pair, ratio: Math.floor(ratio * 100) / 100 }));
}

function foregroundFor(brand: Oklch, theme: Theme): Oklch {
  return theme === 'light' ? { l: 0.99, c: 0.004, h: brand.h } : { l: 0.19, c: 0.03, h: brand.h };
}

/** The nearest shade of a hue that can be read in a theme: lightness walks away from the surface until every pair passes. */
export function fitBrand(brand: string, theme: Theme): BrandColours | null {
  const rgb = parseColour(brand);
  if (!rgb) return null;
  const wanted = rgbToOklch(rgb);
  const step = theme === 'light' ? -0.005 : 0.005;
  const start = Math.min(0.97, theme === 'light' ? wanted.l : Math.max(wanted.l, 0.55));
  for (let l = start; l >= 0.05 && l <= 0.97; l += step) {
    const shade = fitGamut({ ...wanted, l });
    const colours = { brand: formatOklch(shade), brandForeground: formatOklch(fitGamut(foregroundFor(shade, theme))) };
    if (brandFaults(colours, theme).length === 0) return colours;
  }
  return null;
}

export type BrandInput = { brand: string; brandForeground?: string | undefined; dark?: BrandColours | undefined };

function coloursFor(input: BrandInput, theme: Theme): BrandColours | null {
  const given =
    theme === 'dark'
      ? input.dark
      : input.brandForeground
        ? { brand: input.brand, brandForeground: input.brandForeground }
        : undefined;
  return given && brandFaults(given, theme).length === 0 ? given : fitBrand(input.brand, theme);
}

/**
 * The variables of a region with `data-brand`. Colours that fail are moved to the nearest shade that passes;
 * a colour that is none leaves the house accent (undefined).
 */
export function brandStyle(input: BrandInput): CSSProperties | undefined {
  const [light, dark] = [coloursFor(input, 'light'), coloursFor(input, 'dark')];
  if (!light || !dark) return undefined;
  return {
    '--brand-light': light.brand,
    '--brand-light-foreground': light.brandForeground,
    '--brand-dark': dark.brand,
    '--brand-dark-foreground': dark.brandForeground,
  } as CSSProperties; // React passes custom properties through; its type does not know them.
}
