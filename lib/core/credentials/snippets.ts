export type ClientSettings = {
  webServer: string;
  apiServer: string;
  filesServer: string;
  accessKey: string;
  secretKey: string;
};

/**
 * `clearml-init` reads a pasted section up to a lone `}` in the first column, so nothing blank may stand inside.
 * Without a `files_server` it asks for one until it is given, and it takes no two servers with the same address.
 */
export function clearmlConf(settings: ClientSettings): string {
  return [
    "api {",
    `  web_server: "${settings.webServer}"`,
    `  api_server: "${settings.apiServer}"`,
    `  files_server: "${settings.filesServer}"`,
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
