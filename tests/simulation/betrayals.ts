import { PlatformFailure, type TradingPlatformPort } from '@/server/modules/trading/ports';
import type { Betrayal } from './vendors';

type Vendor = (request: Request) => Promise<Response>;

/** The request without what tells the vendor that it has seen it before. */
async function without(request: Request, header: string, field: RegExp | null): Promise<Request> {
  const headers = new Headers(request.headers);
  headers.delete(header);
  const body = await request.text();
  return new Request(request.url, { method: request.method, headers, body: field ? body.replace(field, '') : body });
}

const only =
  (name: string, path: RegExp, change: (request: Request, vendor: Vendor) => Promise<Response>) =>
  (vendorName: string, vendor: Vendor): Vendor =>
  (request) =>
    vendorName === name && path.test(`${request.method} ${new URL(request.url).pathname}`)
      ? change(request, vendor)
      : vendor(request);

/** The port with some of its methods in other hands. */
const but = (port: TradingPlatformPort, changes: Partial<TradingPlatformPort>): TradingPlatformPort =>
  new Proxy(port, {
    get: (target, name) => Reflect.get(changes, name) ?? Reflect.get(target, name),
  });

/**
 * Ways not to keep one's word, each a defect that an adapter or a vendor could really have. A simulation that does not notice
 * them proves nothing about the house.
 */
export const betrayals: readonly Betrayal[] = [
  {
    name: 'a balance operation is repeated blindly: the look-up finds nothing and the repeat does not look',
    platform: (port) =>
      but(port, {
        findBalanceOperation: async () => ({ found: false }),
        balanceOperation: ({ attemptedSince: _dropped, ...operation }) => port.balanceOperation(operation),
      }),
  },
  {
    name: 'a movement whose reply was lost is taken for refused',
    platform: (port) =>
      but(port, {
        balanceOperation: (operation) =>
          port.balanceOperation(operation).catch((error: unknown) => {
            if (!(error instanceof PlatformFailure)) throw error;
            return { status: 'rejected', error: { ...error.error, retryable: false, outcomeKnown: true } };
          }),
      }),
  },
  {
    name: 'a refund is sent without its key',
    http: only('stripe', /^POST \/v1\/refunds$/, async (request, vendor) =>
      vendor(await without(request, 'idempotency-key', null)),
    ),
  },
  {
    name: 'a PSP says that it has refunded and has not',
    http: only('stripe', /^POST \/v1\/refunds$/, async () =>
      Response.json({ id: 're_never', object: 'refund', status: 'succeeded' }),
    ),
  },
];
