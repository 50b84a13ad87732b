import { describe, expect, test } from "vitest";
import {
  agentInitLines,
  type ClientSettings,
  clearmlConf,
  curlCommands,
  jupyterLines,
  shellExports,
} from "./snippets";

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

/** The questions of `clearml-agent init` 3.0.3 about URLs, answered line by line, and what it then keeps. */
function answerAgentInit(text: string) {
  const lines = text.split("\n");
  const end = lines.indexOf("}") + 1;
  const pasted = (key: string) =>
    lines
      .slice(0, end)
      .map((line) => new RegExp(`^ *${key}: "(.*)"$`).exec(line)?.[1])
      .find(Boolean);
  const answers = lines.slice(end, -1);
  const ask = (known: string) => {
    const answer = answers.shift();
    if (!answer && !known) throw new Error("It asks again without end.");
    return answer || known;
  };
  const web = pasted("web_server");
  const given = new URL(ask(web ?? pasted("api_server") ?? ""));
  const path = given.pathname === "/" ? "" : given.pathname;
  const at = (host: string) => `${given.protocol}//${host}${path}`;
  const renamed = (from: string, to: string) => at(given.host.replace(from, to));
  let guess = { web: "", api: at(given.host), files: "" };
  if (/^(demo)?app\./.test(given.host))
    guess = { web: at(given.host), api: renamed("app.", "api."), files: renamed("app.", "files.") };
  else if (/^(demo)?api\./.test(given.host))
    guess = { web: renamed("api.", "app."), api: at(given.host), files: renamed("api.", "files.") };
  else if (given.port === "8008")
    guess = { web: renamed(":8008", ":8080"), api: at(given.host), files: renamed(":8008", ":8081") };
  else if (given.port === "8080")
    guess = { web: at(given.host), api: renamed(":8080", ":8008"), files: renamed(":8080", ":8081") };
  else if (!given.port && answers.shift() === "n") {
    const port = () => answers.shift();
    guess = { web: at(given.host + port()), api: at(given.host + port()), files: at(given.host + port()) };
  }
  if (web) guess.api = ask(guess.api);
  else guess.web = ask(guess.web);
  guess.files = ask(guess.files);
  return { ...guess, unread: answers };
}

test.each([
  "http://localhost:3000",
  "http://10.0.0.4:8008",
  "http://10.0.0.4:8080",
  "http://[::1]:3000",
  "https://steward.example.com",
  "https://steward.example.com:8443",
  "https://app.example.com",
  "https://app.example.com:8443",
  "https://api.example.com",
  "https://demoapp.example.com",
  "https://demoapi.example.com",
  "https://happy.example.com",
])("clearml-agent init keeps every server of %s with nothing typed but Enter", (url) => {
  const urls = { webServer: url, apiServer: `${url}/api`, filesServer: `${url}/files` };
  expect(answerAgentInit(agentInitLines({ ...settings, ...urls }))).toEqual({
    web: urls.webServer,
    api: urls.apiServer,
    files: urls.filesServer,
    unread: [],
  });
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
