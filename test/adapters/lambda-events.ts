/** An HTTP request as it reaches AWS. */
export interface FrontDoorRequest {
  method: string;
  path: string;
  /** As it stands in the address. */
  query: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

type Form = (request: FrontDoorRequest) => object;

const account = "123456789012";
const domain = "abcdefghij.execute-api.eu-west-1.amazonaws.com";
const urlDomain = "abcdefghijklmnop.lambda-url.eu-west-1.on.aws";
const requestId = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef";
const time = { time: "26/Nov/2026:10:15:00 +0000", timeEpoch: 1795688100000 };
const sourceIp = "173.252.127.2";
const userAgent = "facebookexternalua";

/** Header names as Meta writes them: REST APIs keep the case. */
const titled = (headers: FrontDoorRequest["headers"]) =>
  mapped(headers, ([name, value]) => [name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), value]);

const lowered = (headers: FrontDoorRequest["headers"]) =>
  mapped(headers, ([name, value]) => [name.toLowerCase(), value]);

const lists = (values: Readonly<Record<string, string>>) =>
  mapped(values, ([name, value]) => [name, [value]]);

const decoded = (query: string) => Object.fromEntries(new URLSearchParams(query));

/** A load balancer leaves the values as they stand in the address. */
const undecoded = (query: string) =>
  Object.fromEntries(
    query
      .split("&")
      .filter(Boolean)
      .map((pair) => pair.split("=") as [string, string]),
  );

const text = (body: Uint8Array) => new TextDecoder().decode(body);
const base64 = (body: Uint8Array) => Buffer.from(body).toString("base64");

function mapped<To>(
  values: Readonly<Record<string, string>>,
  map: (entry: [string, string]) => [string, To],
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(map));
}

const apiGatewayV1 = ({ method, path, query, headers, body }: FrontDoorRequest) => ({
  resource: path,
  path,
  httpMethod: method,
  headers: titled(headers),
  multiValueHeaders: lists(titled(headers)),
  queryStringParameters: query === "" ? null : decoded(query),
  multiValueQueryStringParameters: query === "" ? null : lists(decoded(query)),
  pathParameters: null,
  stageVariables: null,
  requestContext: {
    accountId: account,
    apiId: "abcdefghij",
    authorizer: null,
    domainName: domain,
    httpMethod: method,
    identity: { sourceIp, userAgent, cognitoIdentityId: null },
    path: `/prod${path}`,
    protocol: "HTTP/1.1",
    requestId,
    requestTimeEpoch: time.timeEpoch,
    resourceId: "0a1b2c",
    resourcePath: path,
    stage: "prod",
  },
  body: body.length === 0 ? null : text(body),
  isBase64Encoded: false,
});

const version2 = (domainName: string, { method, path, query, headers, body }: FrontDoorRequest) => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: path,
  rawQueryString: query,
  headers: lowered(headers),
  ...(query === "" ? {} : { queryStringParameters: decoded(query) }),
  requestContext: {
    accountId: "anonymous",
    apiId: domainName.split(".")[0],
    domainName,
    domainPrefix: domainName.split(".")[0],
    http: { method, path, protocol: "HTTP/1.1", sourceIp, userAgent },
    requestId,
    routeKey: "$default",
    stage: "$default",
    ...time,
  },
  ...(body.length === 0 ? {} : { body: text(body) }),
  isBase64Encoded: false,
});

const loadBalancer = ({ method, path, body }: FrontDoorRequest) => ({
  requestContext: {
    elb: {
      targetGroupArn: `arn:aws:elasticloadbalancing:eu-west-1:${account}:targetgroup/bot/6d0ecf831eec9f09`,
    },
  },
  httpMethod: method,
  path,
  body: text(body),
  isBase64Encoded: false,
});

/** What AWS's front doors make of a request, in full. */
export const forms: Readonly<Record<string, Form>> = {
  "API Gateway v1": apiGatewayV1,
  "API Gateway v1 with binary media types": (request) => ({
    ...apiGatewayV1(request),
    ...(request.body.length === 0 ? {} : { body: base64(request.body), isBase64Encoded: true }),
  }),
  "API Gateway v2": (request) => version2(domain, request),
  "a function URL": (request) => ({
    ...version2(urlDomain, request),
    ...(request.body.length === 0 ? {} : { body: base64(request.body), isBase64Encoded: true }),
  }),
  "a load balancer": (request) => ({
    ...loadBalancer(request),
    headers: lowered(request.headers),
    queryStringParameters: undecoded(request.query),
  }),
  "a load balancer with lists of headers": (request) => ({
    ...loadBalancer(request),
    multiValueHeaders: lists(lowered(request.headers)),
    multiValueQueryStringParameters: lists(undecoded(request.query)),
  }),
};
