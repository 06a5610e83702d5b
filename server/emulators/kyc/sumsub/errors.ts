export class SumsubFault extends Error {
  override readonly name = 'SumsubFault';
  constructor(
    readonly status: number,
    readonly description: string,
    readonly errorCode?: number,
    readonly errorName?: string,
  ) {
    super(description);
  }
}

export function faultReply(status: number, description: string, correlationId: string, extra: object = {}): Response {
  return Response.json({ description, code: status, correlationId, ...extra }, { status });
}
