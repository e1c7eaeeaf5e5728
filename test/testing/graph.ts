import { createSimulator, type Simulator, type SimulatorOptions } from "wacloud/testing";

/** What an endpoint answered. */
interface GraphAnswer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read responses freely
  json: any;
  /** HTTP status, code and subcode of the error. */
  error: { status: number; code?: number; subcode?: number };
}

/** A simulator that listens, and calls to it as any program would make them. */
export interface Graph {
  simulator: Simulator;
  phoneNumberId: string;
  accountId: string;
  call: (method: string, path: string, body?: object, token?: string) => Promise<GraphAnswer>;
  get: (path: string, token?: string) => Promise<GraphAnswer>;
  post: (path: string, body?: object, token?: string) => Promise<GraphAnswer>;
  remove: (path: string, body?: object) => Promise<GraphAnswer>;
}

/** Starts a simulator on a port. Whoever starts one closes it. */
export async function startGraph(options: SimulatorOptions = {}): Promise<Graph> {
  const simulator = createSimulator({ throughput: false, pairLimit: false, ...options });
  const { url } = await simulator.listen();
  const call: Graph["call"] = async (method, path, body, token = simulator.accessToken) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await fetch(`${url}/v26.0/${path}`, init);
    // biome-ignore lint/suspicious/noExplicitAny: tests read responses freely
    const json = (await answer.json()) as any;
    const { code, error_subcode: subcode } = json.error ?? {};
    const error = {
      status: answer.status,
      ...(code === undefined ? {} : { code }),
      ...(subcode === undefined ? {} : { subcode }),
    };
    return { status: answer.status, json, error };
  };
  return {
    simulator,
    phoneNumberId: simulator.clientOptions.phoneNumberId,
    accountId: simulator.clientOptions.businessAccountId,
    call,
    get: (path, token) => call("GET", path, undefined, token),
    post: (path, body = {}, token) => call("POST", path, body, token),
    remove: (path, body) => call("DELETE", path, body),
  };
}
