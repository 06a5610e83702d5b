/** WCAG 2.2 contrast arithmetic for brand colours: a tenant's colour carries white text on light and stands on our dark ground. */
const lightGround = '#ffffff';
const darkGround = '#090c0f';
/** 1.4.3 AA for text. */
export const contrastMin = 4.5;

type Rgb = readonly [number, number, number];

function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
}

const hexOf = (rgb: Rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = rgbOf(hex).map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function mixed(hex: string, target: string, share: number): string {
  const [from, to] = [rgbOf(hex), rgbOf(target)];
  const part = (i: 0 | 1 | 2) => from[i] + (to[i] - from[i]) * share;
  return hexOf([part(0), part(1), part(2)]);
}

/** The nearest shade towards `target` that can be read on `ground`. */
function until(hex: string, target: string, ground: string): string {
  for (let share = 0; share <= 1; share += 0.02) {
    const shade = mixed(hex, target, share);
    if (contrast(shade, ground) >= contrastMin) return shade;
  }
  return target;
}

export const isReadable = (hex: string): boolean => contrast(hex, lightGround) >= contrastMin;
/** What to offer when a colour is too pale to carry white text. */
export const readableShade = (hex: string): string => until(hex, '#000000', lightGround);
/** The brand's colour for the dark theme. */
export const shadeForDark = (hex: string): string => until(hex, '#ffffff', darkGround);
