export type PutOptions = {
  readonly contentType?: string;
  /** Kept unchangeable until then, where the store can enforce it (`canLock`). */
  readonly lockUntil?: Date;
};

/** Bytes by key. Keys are relative paths of safe segments; content arrives encrypted. */
export interface StoragePort {
  readonly canLock: boolean;
  put(key: string, bytes: Uint8Array, options?: PutOptions): Promise<void>;
  /** Null when there is no such object. */
  get(key: string): Promise<Uint8Array | null>;
  /** Removing what is not there is no error; removing what is locked is. */
  remove(key: string): Promise<void>;
}

declare module '@/server/kernel/ports' {
  interface Ports {
    /** The deployment's store of documents. */
    storage: Pick<StoragePort, 'put' | 'get' | 'remove'>;
  }
}
