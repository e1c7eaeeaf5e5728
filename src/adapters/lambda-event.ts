import { decodeBase64 } from "../utils/base64.ts";
import type { WebhookHead } from "../webhooks/http.ts";

/** The parts of an event that are used: API Gateway REST (v1) and HTTP (v2) APIs, function URLs, load balancers. */
export interface LambdaEvent {
  httpMethod?: string | undefined;
  /** Identifies the source of the event. An object of any shape, to fit all of AWS's types. */
  requestContext?: object | undefined;
  headers?: Readonly<Record<string, string | undefined>> | null | undefined;
  multiValueHeaders?: Readonly<Record<string, string[] | undefined>> | null | undefined;
  queryStringParameters?: Readonly<Record<string, string | undefined>> | null | undefined;
  multiValueQueryStringParameters?: Readonly<Record<string, string[] | undefined>> | null | undefined;
  body?: string | null | undefined;
  isBase64Encoded?: boolean | undefined;
}

/** The request context: contains the method (v2 and function URLs), or the load balancer. */
interface RequestContext {
  http?: { method?: string };
  elb?: object;
}

/** The request without its body. The function freezes once it has answered. */
export const readHead = (event: LambdaEvent): WebhookHead => ({
  method: readMethod(event),
  query: readQuery(event),
  headers: { ...event.multiValueHeaders, ...event.headers },
  endsWithReply: true,
});

function readMethod({ requestContext, httpMethod }: LambdaEvent): string {
  const { http }: RequestContext = requestContext ?? {};
  return http?.method ?? httpMethod ?? "GET";
}

/** The query, which everything but a load balancer has decoded. */
function readQuery(event: LambdaEvent): Record<string, unknown> | URLSearchParams {
  const { elb }: RequestContext = event.requestContext ?? {};
  const query = { ...event.multiValueQueryStringParameters, ...event.queryStringParameters };
  if (elb === undefined) return query;
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${[value].flat()[0] ?? ""}`);
  return new URLSearchParams(pairs.join("&"));
}

/** The body, as text or bytes; `undefined` if it cannot be decoded. */
export function readRawBody({ body, isBase64Encoded }: LambdaEvent): string | Uint8Array | undefined {
  return isBase64Encoded ? decodeBase64(body ?? "") : (body ?? "");
}
