import { type Connection, connectDatabase, type Database, type PoolOptions } from './client';

/**
 * The BYPASSRLS pool of relay, sealer and platform console. `asTenant` narrows a transaction to one tenant for writes
 * whose columns default to the current tenant.
 */
export type PlatformDatabase = Database & {
  transaction<T>(run: (connection: Connection) => Promise<T>): Promise<T>;
  asTenant<T>(tenantId: string, run: (connection: Connection) => Promise<T>): Promise<T>;
};

export async function connectPlatform(url: string, options: PoolOptions = {}): Promise<PlatformDatabase> {
  const database = await connectDatabase(url, { max: 4, ...options });
  const transaction = async <T>(run: (connection: Connection) => Promise<T>): Promise<T> => {
    const connection = await database.acquire();
    try {
      await connection.query({ text: 'begin' });
      const result = await run(connection);
      await connection.query({ text: 'commit' });
      connection.release();
      return result;
    } catch (error) {
      await connection.query({ text: 'rollback' }).then(
        () => connection.release(),
        (broken: Error) => connection.release(broken),
      );
      throw error;
    }
  };
  return {
    ...database,
    transaction,
    asTenant: (tenantId, run) =>
      transaction(async (connection) => {
        await connection.query({ text: "select set_config('app.tenant_id', $1, true)" }, [tenantId]);
        return run(connection);
      }),
  };
}
