export type ClientSettings = {
  webServer: string;
  apiServer: string;
  filesServer: string;
  accessKey: string;
  secretKey: string;
};

/**
 * `clearml-init` reads a pasted section up to a lone `}` in the first column, so the section can't contain blank lines.
 * Without a `files_server` it asks for one until it is given, and it takes no two servers with the same address.
 */
export function clearmlConf(settings: ClientSettings): string {
  return apiSection(settings, ["webServer", "apiServer", "filesServer"]);
}

/** Hosts and ports for which `clearml-agent init` makes up an API server. For the others it makes up a web server. */
const derivesApiServer = /^https?:\/\/(?:(?:demo)?app\.|[^/]*:8080(?:\/|$))/;
/** Hosts and ports for which it does not ask for a port. */
const asksForNoPort = /^https?:\/\/(?:(?:demo)?(?:app|api)\.|[^/]*:\d+(?:\/|$))/;

/**
 * For `clearml-agent init`, which reads one URL from the pasted section, guesses the others and asks for them, and
 * takes no empty answer where it has no guess. The lines after the section are the answers to its questions.
 */
export function agentInitLines(settings: ClientSettings): string {
  const { webServer, apiServer, filesServer } = settings;
  const startsFromWeb = derivesApiServer.test(webServer);
  const [given, asked] = startsFromWeb ? [webServer, apiServer] : [apiServer, webServer];
  const ports = asksForNoPort.test(webServer) ? [] : ["n", "", "", ""];
  const section = apiSection(settings, [startsFromWeb ? "webServer" : "apiServer", "filesServer"]);
  return `${section}${[given, ...ports, asked, filesServer, ""].join("\n")}`;
}

const serverKeys = { webServer: "web_server", apiServer: "api_server", filesServer: "files_server" } as const;

function apiSection(settings: ClientSettings, servers: (keyof typeof serverKeys)[]): string {
  return [
    "api {",
    ...servers.map((name) => `  ${serverKeys[name]}: "${settings[name]}"`),
    "  credentials {",
    `    "access_key" = "${settings.accessKey}"`,
    `    "secret_key" = "${settings.secretKey}"`,
    "  }",
    "}",
    "",
  ].join("\n");
}

export function jupyterLines(settings: ClientSettings): string {
  return environment(settings)
    .map(([name, value]) => `%env ${name}=${value}\n`)
    .join("");
}

export function shellExports(settings: ClientSettings): string {
  return environment(settings)
    .map(([name, value]) => `export ${name}=${value}\n`)
    .join("");
}

export function curlCommands(settings: ClientSettings): string {
  const user = `${settings.accessKey}:${settings.secretKey}`;
  return [
    "# Get the configuration for these credentials",
    `curl -u ${user} ${settings.apiServer}/vault`,
    "# Get a token for other calls",
    `curl -u ${user} ${settings.apiServer}/auth.login`,
    "",
  ].join("\n");
}

function environment(settings: ClientSettings): [string, string][] {
  return [
    ["CLEARML_WEB_HOST", settings.webServer],
    ["CLEARML_API_HOST", settings.apiServer],
    ["CLEARML_FILES_HOST", settings.filesServer],
    ["CLEARML_API_ACCESS_KEY", settings.accessKey],
    ["CLEARML_API_SECRET_KEY", settings.secretKey],
  ];
}
