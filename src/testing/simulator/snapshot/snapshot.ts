import { ConfigurationError } from "../../../errors.ts";
import { isObject, type Json, toObject, toText } from "../../../utils/json.ts";
import { BusinessAccount } from "../business-account.ts";
import { Customer } from "../customers.ts";
import { finishStatuses } from "../delivery.ts";
import { finishMemberStatuses } from "../groups.ts";
import type { SimulatorOptions, SimulatorSettings } from "../options.ts";
import { type Held, State } from "../state.ts";
import { type Creators, decode } from "./decode.ts";
import { type Encoded, Encoder, type Kind } from "./encode.ts";

/** The version of this form. One more with every change that older versions cannot read. */
const version = 1;

/** Everything that a simulator remembers, as plain JSON. Its parts may change with any version of wacloud. */
export interface SimulatorSnapshot {
  /** The version of its form. */
  readonly version: number;
  /** Its parts. */
  readonly [part: string]: unknown;
}

/** Ids and secrets, which what is remembered refers to. Other options are those of the simulator that restores. */
const savedSettings = [
  "phoneNumberId",
  "displayPhoneNumber",
  "businessAccountId",
  "appId",
  "appSecret",
  "verifyToken",
] as const satisfies readonly (keyof SimulatorSettings & keyof SimulatorOptions)[];

const kinds: readonly Kind[] = [
  { name: "customer", type: Customer },
  { name: "account", type: BusinessAccount },
];

export function takeSnapshot(state: State): SimulatorSnapshot {
  return takeWhole(state, createEncoder());
}

/** Encodes states of one simulator. */
export const createEncoder = (): Encoder => new Encoder(kinds);

/** A snapshot by an encoder that has not encoded anything yet. */
export function takeWhole(state: State, encoder: Encoder): SimulatorSnapshot {
  const { settings } = state;
  const { root, put } = encoder.encode(state);
  const shared: unknown[] = Array.from(put, () => null);
  for (const [place, content] of put) shared[place] = content;
  const saved = Object.fromEntries(savedSettings.map((name) => [name, settings[name]]));
  return { version, ...takeSurroundings(state), settings: saved, root, shared };
}

/** What is remembered besides the fields of the state. */
export function takeSurroundings({ settings: { clock }, outbox, flowEndpoint }: State) {
  return {
    clock: { now: clock.now(), ahead: clock.ahead },
    ...(typeof outbox.target === "string" ? { webhookUrl: outbox.target } : {}),
    ...(typeof flowEndpoint === "string" ? { flowEndpoint } : {}),
  };
}

/**
 * A state as it was when the snapshot was taken. What waited goes on once {@link resume} is called.
 *
 * @throws `ConfigurationError` if it is not a snapshot, or is one of a newer version.
 */
export function restoreSnapshot(saved: unknown, options: SimulatorOptions, save?: Held["save"]): State {
  checkVersion(saved);
  try {
    return build(saved, new State({ ...options, ...toObject(saved.settings) }, save));
  } catch {
    throw misuse("The snapshot is damaged: it is not what `simulator.snapshot()` returned.");
  }
}

function build(saved: Json, state: State): State {
  const creators: Creators = {
    customer: () => new Customer(state.settings, undefined, {}),
    account: ({ id }) => state.createAccount(String(id)),
  };
  decode(state, toEncoded(saved), creators);
  const { now, ahead } = toObject(saved.clock) as { now: number; ahead: number };
  const { clock } = state.settings;
  clock.advance(Math.max(ahead, now - clock.now())); // time goes on, also where the machine's clock is behind
  state.outbox.target ??= toText(saved.webhookUrl);
  state.flowEndpoint ??= toText(saved.flowEndpoint);
  state.account();
  state.number();
  return state;
}

function toEncoded({ root, shared }: Json): Encoded {
  if (isObject(root) && Array.isArray(shared)) return { root, shared };
  throw new TypeError("Parts are missing.");
}

function checkVersion(saved: unknown): asserts saved is Json {
  if (!isObject(saved) || typeof saved.version !== "number")
    throw misuse("This is not a snapshot: pass what `simulator.snapshot()` returned.");
  if (saved.version > version)
    throw misuse("The snapshot is from a newer version of wacloud. Update wacloud to restore it.");
}

function misuse(message: string): ConfigurationError {
  return new ConfigurationError(message, [{ path: "snapshot", message }]);
}

/** Goes on with what was in progress: statuses, webhooks, reviews. */
export function resume(state: State): void {
  state.outbox.resume();
  for (const { lifecycle } of state.accounts.values()) lifecycle.resume();
  for (const statuses of state.unfinished) {
    const finish = statuses.memberId === undefined ? finishStatuses : finishMemberStatuses;
    state.outbox.track(finish(state, statuses));
  }
}
