import { describe, expect, test } from "vitest";
import { WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { commerceOperations } from "./operations/commerce.ts";
import { describeOperations, describeRefusals } from "./operations/operation.ts";

describeOperations(commerceOperations);

describeRefusals([
  [" has no change", ({ commerce }) => commerce.updateSettings({})],
  [" has no change", ({ commerce }) => commerce.updateSettings({ color: "green" } as never)],
  [
    "is_cart_enabled must be a boolean",
    ({ commerce }) => commerce.updateSettings({ is_cart_enabled: "true" as never }),
  ],
  ["catalog_id is missing", ({ commerce }) => commerce.connectCatalog({} as never)],
  ["catalog_id must not be empty", ({ commerce }) => commerce.disconnectCatalog({ catalog_id: "" })],
  [" has unknown keys: color", ({ commerce }) => commerce.catalogs({ color: "green" } as never).page()],
]);

describe("on the simulator", () => {
  const start = () => {
    const simulator = createSimulator();
    return new WhatsAppClient({ ...simulator.clientOptions, retry: false }).commerce;
  };

  test("settings are read back, one at a time", async () => {
    const commerce = start();
    expect(await commerce.getSettings()).toBeUndefined();
    await commerce.updateSettings({ is_catalog_visible: true });
    expect(await commerce.getSettings()).toMatchObject({ is_cart_enabled: true, is_catalog_visible: true });
    await commerce.updateSettings({ is_cart_enabled: false });
    expect(await commerce.getSettings()).toMatchObject({ is_cart_enabled: false, is_catalog_visible: true });
  });

  test("catalogs are connected and disconnected", async () => {
    const commerce = start();
    await commerce.connectCatalog({ catalog_id: "8" });
    expect((await commerce.catalogs().page()).data).toMatchObject([{ id: "8" }]);
    await commerce.disconnectCatalog({ catalog_id: "8" });
    expect((await commerce.catalogs().page()).data).toEqual([]);
  });
});
