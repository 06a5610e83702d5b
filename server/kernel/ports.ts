/**
 * How modules reach the outside world. Each module declares its port in `ports.ts` and adds it here by declaration merging:
 * `declare module '@/server/kernel/ports' { interface Ports { psp: ConnectionPorts<PspPort> } }`.
 * The adapters' registry, a composition root, builds the object.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the modules
export interface Ports {}

/** Vendor ports are per tenant and connection: credentials are decrypted inside the registry and never passed around. */
export type ConnectionPorts<P> = { of(tenantId: string, connectionId: string): Promise<P> };
