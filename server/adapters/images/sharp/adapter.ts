import sharp from 'sharp';
import type { ImagesPort } from '@/server/modules/tenancy/ports';

const sides = [512, 384, 256, 192, 128, 96, 64];
const readable = new Set(['png', 'jpeg', 'webp', 'gif']);

/** SVG is left out on purpose: it is a document that can hold scripts and references. */
export const sharpImages: ImagesPort = {
  async toPng(bytes, maxBytes) {
    try {
      const source = sharp(bytes, { limitInputPixels: 25_000_000, failOn: 'error', animated: false });
      const { format } = await source.metadata();
      if (!readable.has(format)) return null;
      for (const side of sides) {
        const png = await source
          .clone()
          .rotate()
          .resize(side, side, { fit: 'inside', withoutEnlargement: true })
          .png({ palette: side < 512, compressionLevel: 9 })
          .toBuffer();
        if (png.length <= maxBytes) return new Uint8Array(png);
      }
      return null;
    } catch {
      return null; // bytes that claim to be a picture and are not
    }
  },
};
