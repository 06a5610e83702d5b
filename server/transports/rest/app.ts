import { OpenAPIHono } from '@hono/zod-openapi';
import type { Ctx } from '@/server/kernel/context';
import { isRefusal, Refusal } from '@/server/kernel/errors';
import { apiCtx, type MakeCtx, noteApiUse } from './auth';
import { notFound, problemResponse } from './problem';

export type RestEnv = { Variables: { ctx: Ctx; requestId: string } };

/** Paths that tell how the API is spoken, not what is in it. */
const open = new Set(['/api/v1/openapi.json']);

export function restApp(makeCtx?: MakeCtx) {
  const app = new OpenAPIHono<RestEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const issues = result.error.issues.map((issue) => ({
        field: issue.path.map(String).join('.'),
        rule: issue.code,
        message: issue.message,
      }));
      throw new Refusal('invalid', 'input_invalid', { issues });
    },
  }).basePath('/api/v1');
  app.use(async (c, next) => {
    c.set('requestId', c.req.header('x-request-id')?.match(/^[\w-]{8,64}$/)?.[0] ?? crypto.randomUUID());
    if (!open.has(c.req.path)) {
      const ctx = await apiCtx(c.req.raw, makeCtx);
      c.set('ctx', { ...ctx, request: { ...ctx.request, id: c.get('requestId') } });
    }
    await next();
    c.header('x-request-id', c.get('requestId'));
    c.header('cache-control', 'no-store');
    if (c.res.ok && c.get('ctx')) noteApiUse(c.get('ctx'));
  });
  app.onError((error, c) => {
    const requestId = c.get('requestId') ?? crypto.randomUUID();
    if (!isRefusal(error)) c.get('ctx')?.log.error('rest', error, { path: c.req.path, request: requestId });
    return problemResponse(error, requestId);
  });
  app.notFound((c) => problemResponse(notFound(), c.get('requestId') ?? crypto.randomUUID()));
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', { type: 'http', scheme: 'bearer' });
  return app;
}
