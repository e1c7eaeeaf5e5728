import { createSimulator } from "wacloud/testing";

// A simulator with a state file, in a process of its own, which the tests kill.

const [stateFile = ""] = process.argv.slice(2);
const simulator = createSimulator({
  stateFile,
  openWindow: true,
  pairLimit: false,
  throughput: false,
  logger: { warn: () => undefined },
});
const { url } = await simulator.listen();
process.send?.({
  url,
  token: simulator.accessToken,
  phoneNumberId: simulator.clientOptions.phoneNumberId,
  businessAccountId: simulator.clientOptions.businessAccountId,
  ledger: simulator.ledger.map(({ id }) => id),
  inbox: simulator.user("+5511987654321").inbox.map(({ id }) => id),
  templates: simulator.business().templates.map(({ id }) => id),
});
