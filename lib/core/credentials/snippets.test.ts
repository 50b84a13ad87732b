import { describe, expect, test } from "vitest";
import { type ClientSettings, clearmlConf, curlCommands, jupyterLines, shellExports } from "./snippets";

const settings: ClientSettings = {
  webServer: "https://steward.example.com",
  apiServer: "https://steward.example.com/api",
  filesServer: "https://files.example.com",
  accessKey: "ABCDEFGHIJ0123456789ABCDEFGHIJ",
  secretKey: "s3cret_-value",
};

describe("clearml.conf", () => {
  const text = clearmlConf(settings);

  /** `clearml-init` reads a pasted text up to the first empty line or the first line that is just `}`. */
  test("is read to its end by clearml-init", () => {
    const lines = text.split("\n");
    const read = lines.slice(0, lines.findIndex((line) => line.trim() === "" || line === "}") + 1);
    expect(`${read.join("\n")}\n`).toBe(text);
  });

  test("has nothing but its first and last line in the first column", () => {
    const flush = text.split("\n").filter((line) => /^\S/.test(line));
    expect(flush).toEqual(["api {", "}"]);
  });

  test("closes what it opens", () => {
    expect(text.split("{").length).toBe(text.split("}").length);
  });
});

test("clearml.conf names the servers and the keys as clients read them", () => {
  expect(
    clearmlConf(settings)
      .split("\n")
      .map((line) => line.trim()),
  ).toEqual([
    "api {",
    'web_server: "https://steward.example.com"',
    'api_server: "https://steward.example.com/api"',
    'files_server: "https://files.example.com"',
    "credentials {",
    '"access_key" = "ABCDEFGHIJ0123456789ABCDEFGHIJ"',
    '"secret_key" = "s3cret_-value"',
    "}",
    "}",
    "",
  ]);
});

const environment = [
  "CLEARML_WEB_HOST=https://steward.example.com",
  "CLEARML_API_HOST=https://steward.example.com/api",
  "CLEARML_FILES_HOST=https://files.example.com",
  "CLEARML_API_ACCESS_KEY=ABCDEFGHIJ0123456789ABCDEFGHIJ",
  "CLEARML_API_SECRET_KEY=s3cret_-value",
];

test.each([
  ["a notebook", jupyterLines, "%env "],
  ["a shell", shellExports, "export "],
])("%s gets every variable on a line of its own", (_, write, prefix) => {
  expect(write(settings)).toBe(environment.map((line) => `${prefix}${line}\n`).join(""));
});

test("curl asks for the configuration and for a token", () => {
  const commands = curlCommands(settings)
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));
  const user = "ABCDEFGHIJ0123456789ABCDEFGHIJ:s3cret_-value";
  expect(commands).toEqual([
    `curl -u ${user} https://steward.example.com/api/vault`,
    `curl -u ${user} https://steward.example.com/api/auth.login`,
  ]);
});
