import { ConfigurationError } from "../../../errors.ts";
import { isObject, type Json, toObject, toText } from "../../../utils/json.ts";
import { BusinessAccount } from "../business-account.ts";
import { Customer } from "../customers.ts";
import { finishStatuses } from "../delivery.ts";
import { finishMemberStatuses } from "../groups.ts";
import type { SimulatorOptions, SimulatorSettings } from "../options.ts";
import { type Held, State } from "../state.ts";
import { type Creators, decode } from "./decode.ts";
import { type Encoded, encode, type Kind } from "./encode.ts";

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
  const { settings, outbox } = state;
  const { clock } = settings;
  return {
    version,
    clock: { now: clock.now(), ahead: clock.ahead },
    settings: Object.fromEntries(savedSettings.map((name) => [name, settings[name]])),
    ...(typeof outbox.target === "string" ? { webhookUrl: outbox.target } : {}),
    ...encode(state, kinds),
  };
}

/**
 * A state as it was when the snapshot was taken. What waited goes on once {@link resume} is called.
 *
 * @throws `ConfigurationError` if it is no snapshot, or one of a newer version.
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
  decode(state, saved as unknown as Encoded, creators);
  const { now, ahead } = toObject(saved.clock) as { now: number; ahead: number };
  const { clock } = state.settings;
  clock.advance(Math.max(ahead, now - clock.now())); // time goes on, also where the machine's clock is behind
  state.outbox.target ??= toText(saved.webhookUrl);
  state.account();
  state.number();
  return state;
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
