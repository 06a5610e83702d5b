/** Colour arithmetic for checks: sRGB and oklch (CSS Color 4), contrast by WCAG 2.2. */
export type Rgb = { r: number; g: number; b: number }; // 0 to 1, gamma-encoded
export type Oklch = { l: number; c: number; h: number };

const hexPattern = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;
const oklchPattern = /^oklch\(\s*([\d.]+)(%?)\s+([\d.]+)\s+([\d.]+)(?:deg)?\s*\)$/i;

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function encoded(channel: number): number {
  return channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055;
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

export function oklchToRgb({ l, c, h }: Oklch): Rgb {
  const rgb = rawRgb({ l, c, h });
  return { r: clamp(rgb.r), g: clamp(rgb.g), b: clamp(rgb.b) };
}

function rawRgb({ l, c, h }: Oklch): Rgb {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const lms = [
    l + 0.3963377774 * a + 0.2158037573 * b,
    l - 0.1055613458 * a - 0.0638541728 * b,
    l - 0.0894841775 * a - 1.291485548 * b,
  ] as const;
  const [x, y, z] = [lms[0] ** 3, lms[1] ** 3, lms[2] ** 3];
  return {
    r: encoded(4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z),
    g: encoded(-1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z),
    b: encoded(-0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z),
  };
}

export function rgbToOklch({ r, g, b }: Rgb): Oklch {
  const [x, y, z] = [linear(r), linear(g), linear(b)];
  const l = Math.cbrt(0.4122214708 * x + 0.5363325363 * y + 0.0514459929 * z);
  const m = Math.cbrt(0.2119034982 * x + 0.6806995451 * y + 0.1073969566 * z);
  const s = Math.cbrt(0.0883024619 * x + 0.2817188376 * y + 0.6299787005 * z);
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  const hue = (Math.atan2(bb, a) * 180) / Math.PI;
  return { l: lightness, c: Math.hypot(a, bb), h: hue < 0 ? hue + 360 : hue };
}

/** Less chroma until the screen can show it: the hue and lightness that were checked are the ones that are seen. */
export function fitGamut(colour: Oklch): Oklch {
  const fits = (candidate: Oklch) =>
    Object.values(rawRgb(candidate)).every((channel) => channel >= -0.001 && channel <= 1.001);
  let { c } = colour;
  while (c > 0 && !fits({ ...colour, c })) c -= 0.002;
  return { ...colour, c: Math.max(0, c) };
}

/** "#3b5bdb", "#fff" or "oklch(0.45 0.15 278)"; anything else is null, never a guess. */
export function parseColour(text: string): Rgb | null {
  const hex = hexPattern.exec(text.trim())?.[1];
  if (hex) {
    const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
    const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16) / 255);
    return { r, g, b };
  }
  const [, l, percent, c, h] = oklchPattern.exec(text.trim()) ?? [];
  if (l === undefined || c === undefined || h === undefined) return null;
  return oklchToRgb({ l: percent ? Number(l) / 100 : Number(l), c: Number(c), h: Number(h) });
}

export function luminance({ r, g, b }: Rgb): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

/** Alpha-less mix in oklab, as color-mix() does it: `share` of `a` over `b`. */
export function mixOklab(a: Rgb, b: Rgb, share: number): Rgb {
  const [from, to] = [rgbToOklch(a), rgbToOklch(b)];
  const ab = ({ c, h }: Oklch) => [c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)] as const;
  const [fa, fb] = ab(from);
  const [ta, tb] = ab(to);
  const [x, y] = [fa * share + ta * (1 - share), fb * share + tb * (1 - share)];
  return oklchToRgb({
    l: from.l * share + to.l * (1 - share),
    c: Math.hypot(x, y),
    h: (Math.atan2(y, x) * 180) / Math.PI,
  });
}

export function formatOklch({ l, c, h }: Oklch): string {
  return `oklch(${l.toFixed(3)} ${c.toFixed(3)} ${h.toFixed(1)})`;
}
