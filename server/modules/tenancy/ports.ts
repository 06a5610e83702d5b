/** Decodes a picture from outside and writes it anew, so that nothing but pixels is kept. */
export interface ImagesPort {
  /** PNG of at most `maxBytes` and 512 pixels a side; null when the bytes are no picture we read. */
  toPng(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array | null>;
}

/** Public records of a host name, to see whether a tenant owns it. */
export interface DnsPort {
  /** Null when the name has no such record or no name server answered. */
  txt(name: string): Promise<readonly string[] | null>;
}

declare module '@/server/kernel/ports' {
  interface Ports {
    images: ImagesPort;
    dns: DnsPort;
  }
}
