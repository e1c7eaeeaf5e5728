import { type LambdaResult, lambdaHandler, lambdaWebhook } from "wacloud/lambda";

// As AWS's own types are: interfaces, whose request contexts have nothing in common.
interface ApiGatewayV1Event {
  httpMethod: string;
  headers: { [name: string]: string | undefined };
  multiValueHeaders: { [name: string]: string[] | undefined };
  queryStringParameters: { [name: string]: string | undefined } | null;
  requestContext: ApiGatewayV1Context;
  body: string | null;
  isBase64Encoded: boolean;
}
interface ApiGatewayV1Context {
  accountId: string;
  stage: string;
}
interface ApiGatewayV2Event {
  headers: { [name: string]: string | undefined };
  queryStringParameters?: { [name: string]: string | undefined };
  requestContext: { http: { method: string; path: string }; stage: string };
  body?: string;
  isBase64Encoded: boolean;
}
interface LoadBalancerEvent {
  httpMethod: string;
  multiValueHeaders?: { [name: string]: string[] | undefined };
  multiValueQueryStringParameters?: { [name: string]: string[] | undefined };
  requestContext: { elb: { targetGroupArn: string } };
  body: string | null;
  isBase64Encoded: boolean;
}
type Handler<Event> = (event: Event, context: { awsRequestId: string }) => Promise<LambdaResult>;

const webhook = lambdaWebhook({ appSecret: "secret", verifyToken: "token" });
export const v1: Handler<ApiGatewayV1Event> = webhook;
export const v2: Handler<ApiGatewayV2Event> = webhook;
export const loadBalancer: Handler<LoadBalancerEvent> = webhook;
export const any: Handler<ApiGatewayV2Event> = lambdaHandler(async () => ({
  status: 200,
  headers: {},
  body: "",
  events: [],
}));

// @ts-expect-error: a queue's event is no request
export const queue: Handler<string> = webhook;
