import { describe, expect, it } from "vitest";
import { parseHocon } from "../hocon/parse-hocon";
import { canonicalText } from "../write/canonical";
import { machineKeys, withoutMachineKeys } from "./machine-keys";

const served = (text: string) => canonicalText(withoutMachineKeys(parseHocon(text).value!));

describe("withoutMachineKeys", () => {
  it.each([...machineKeys])("leaves out %s alone", (key) => {
    expect(served(`${key} = 1\nagent.git_user = bob\nsdk.x = 1`)).toBe(
      '{"agent": {"git_user": "bob"}, "sdk": {"x": 1}}\n',
    );
    const name = key.slice("agent.".length);
    const elsewhere = `sdk { ${name} = 1 }\nagent { inner { ${name} = 1 } }\n${name} = 1\n"${key}" = 1`;
    expect(served(elsewhere)).toBe(canonicalText(parseHocon(elsewhere).value!));
  });

  it.each<[string, string]>([
    ["agent { debug = true }", '{"agent": {}}\n'],
    ["agent = x", '{"agent": "x"}\n'],
    ["agent = [debug]", '{"agent": ["debug"]}\n'],
    ["agent = 1.0", '{"agent": 1.0}\n'],
    ["agent = null", '{"agent": null}\n'],
    [`agent { debug = true, x = 1 }\nagent = \${?A}`, `{"agent": {"x": 1}, "agent": \${?A}}\n`],
    [`agent.debug = \${?D}\nagent.x = \${agent.debug}`, `{"agent": {"x": \${?D}}}\n`],
    ["sdk.x = 1", '{"sdk": {"x": 1}}\n'],
  ])("of %j leaves %s", (text, expected) => {
    expect(served(text)).toBe(expected);
  });
});
