import { z } from 'zod';

export const S3StorageConfig = z.object({
  /** `https://s3.eu-central-1.amazonaws.com` or any store that speaks S3 with path addresses. */
  endpoint: z.url({ protocol: /^https?$/ }),
  region: z.string().min(1),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  accessKeyId: z.string().min(1),
  secretAccessKey: z.string().min(1),
  /** Whether the bucket was made with object lock; without it a lock is refused instead of ignored. */
  objectLock: z.boolean().default(false),
});
export type S3StorageConfig = z.output<typeof S3StorageConfig>;
