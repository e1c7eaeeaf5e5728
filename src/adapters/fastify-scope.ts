import type { NodeRequest } from "./node-request.ts";

/** The parts of a Fastify instance that are used. */
export interface FastifyScope {
  /** Fastify's own: no parser of the app applies to the plugin's scope. */
  removeAllContentTypeParsers(): unknown;
  /** Fastify's own: adds the parser that keeps the raw body. */
  addContentTypeParser(
    type: "*",
    parser: (request: FastifyHead, payload: NodeRequest) => Promise<unknown>,
  ): unknown;
  /** Fastify's method: adds a route for every HTTP method. */
  all(path: string, handler: FastifyHandler): unknown;
}

/** The parts of a Fastify request that are used. */
export interface FastifyHead {
  method: string;
  url: string;
  headers: NodeRequest["headers"];
}

/** The parts of a Fastify route handler that are used. */
export type FastifyHandler = (
  request: FastifyHead & { body?: unknown },
  reply: {
    sent?: boolean;
    code(status: number): { headers(headers: Record<string, string>): { send(body: string): unknown } };
  },
) => Promise<unknown>;

/** The mount point of a plugin, and its other options for Fastify's `register`. */
export interface FastifyMountOptions {
  /** The route's path. Default: `/webhook` for `fastifyWebhook`, `/flow` for `fastifyFlow`, `/` for `fastifyHandler`. */
  path?: string | undefined;
  /** Fastify's own: comes before `path`. */
  prefix?: string | undefined;
  /** Fastify's own: how much the plugin's routes log. */
  logLevel?: string | undefined;
  /** Fastify's own: how the plugin's routes serialize what they log. */
  logSerializers?: object | undefined;
}

/** A Fastify plugin that adds one route. */
export type FastifyPlugin = (app: FastifyScope, options: FastifyMountOptions) => Promise<void>;
