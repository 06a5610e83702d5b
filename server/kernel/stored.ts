import superjson from 'superjson';

/** Results and parked inputs as JSON that keeps bigint and Date. */
export const toStored = (value: unknown): unknown => superjson.serialize(value);
export const fromStored = (stored: unknown): unknown =>
  superjson.deserialize(stored as Parameters<typeof superjson.deserialize>[0]); // written by toStored
export const toStoredText = (value: unknown): string => superjson.stringify(value);
export const fromStoredText = (text: string): unknown => superjson.parse(text);
