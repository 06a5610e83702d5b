/** Decodes a picture from outside and writes it anew, so that nothing but pixels is kept. */
export interface ImagesPort {
  /** PNG of at most `maxBytes` and 512 pixels a side; null when the bytes are no picture we read. */
  toPng(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array | null>;
}

declare module '@/server/kernel/ports' {
  interface Ports {
    images: ImagesPort;
  }
}
