export type BucketSettings = {
  bucket: string;
  /** Names of objects are appended to it. */
  url: string;
  region: string;
  accessKey: string;
  secretKey: string;
  sessionToken: string | undefined;
};

const namePrefix = "STEWARD_FILES_S3_";
const names = [
  "BUCKET",
  "ENDPOINT",
  "REGION",
  "ACCESS_KEY",
  "SECRET_KEY",
  "SESSION_TOKEN",
  "PATH_STYLE",
  "PREFIX",
];
const required = ["ACCESS_KEY", "SECRET_KEY"];
const defaultRegion = "us-east-1";
/** S3 takes no larger objects. */
const mostObjectBytes = 5 * 1024 ** 4;

/** The bucket for uploaded files, if the environment names one. Problems are sentences for the operator. */
export function readBucketSettings(env: Record<string, string | undefined>): {
  bucket: BucketSettings | undefined;
  problems: string[];
} {
  const given = new Map<string, string>();
  const problems: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith(namePrefix) || !value) continue;
    const setting = name.slice(namePrefix.length);
    if (names.includes(setting)) given.set(setting, value.trim());
    else problems.push(`${name} is not a setting of the bucket for files.`);
  }
  if (given.size > 0) problems.push(...problemsOf(given, env));
  if (given.size === 0 || problems.length > 0) return { bucket: undefined, problems };
  return { bucket: settingsOf(given), problems };
}

function problemsOf(given: Map<string, string>, env: Record<string, string | undefined>): string[] {
  const [first] = given.keys();
  if (!given.has("BUCKET")) {
    return [`${namePrefix}BUCKET must be set if ${namePrefix}${first} is set.`];
  }
  const missing = required.filter((setting) => !given.get(setting)).map((setting) => namePrefix + setting);
  const checks: [boolean, string][] = [
    [missing.length === 0, `${missing.join(" and ")} must be set if ${namePrefix}BUCKET is set.`],
    [
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(given.get("BUCKET") ?? ""),
      `${namePrefix}BUCKET must be the name of a bucket: 3 to 63 lowercase letters, digits, dots and hyphens.`,
    ],
    [
      isOrigin(given.get("ENDPOINT")),
      `${namePrefix}ENDPOINT must be a URL without a path, such as https://s3.example.com.`,
    ],
    [/^[a-z0-9-]{1,60}$/.test(regionOf(given)), `${namePrefix}REGION must be a region such as eu-central-1.`],
    [
      ["true", "false"].includes(given.get("PATH_STYLE") ?? "true"),
      `${namePrefix}PATH_STYLE must be true or false.`,
    ],
    [
      /^([A-Za-z0-9_-][A-Za-z0-9._-]*\/?)*$/.test(given.get("PREFIX") ?? "") &&
        (given.get("PREFIX") ?? "").length <= 500,
      `${namePrefix}PREFIX must be a path such as steward/files, of letters, digits, dots, hyphens and underscores.`,
    ],
    [!env.STEWARD_FILES_URL, `Set STEWARD_FILES_URL or ${namePrefix}BUCKET, not both.`],
    [
      Number(env.STEWARD_FILES_MAX_BYTES ?? 0) <= mostObjectBytes,
      `STEWARD_FILES_MAX_BYTES must be at most ${mostObjectBytes} if ${namePrefix}BUCKET is set.`,
    ],
  ];
  return checks.filter(([holds]) => !holds).map(([, problem]) => problem);
}

function settingsOf(given: Map<string, string>): BucketSettings {
  const bucket = given.get("BUCKET") ?? "";
  const region = regionOf(given);
  const { protocol, host } = new URL(given.get("ENDPOINT") ?? `https://s3.${region}.amazonaws.com`);
  // A certificate for *.host is not valid for a bucket whose name has dots.
  const pathStyle = given.get("PATH_STYLE") ?? String(given.has("ENDPOINT") || bucket.includes("."));
  const base = pathStyle === "true" ? `${protocol}//${host}/${bucket}/` : `${protocol}//${bucket}.${host}/`;
  const folder = (given.get("PREFIX") ?? "").replace(/\/$/, "");
  return {
    ...{ bucket, region, url: folder === "" ? base : `${base}${folder}/` },
    ...{ accessKey: given.get("ACCESS_KEY") ?? "", secretKey: given.get("SECRET_KEY") ?? "" },
    sessionToken: given.get("SESSION_TOKEN"),
  };
}

function regionOf(given: Map<string, string>): string {
  return given.get("REGION") ?? defaultRegion;
}

function isOrigin(endpoint: string | undefined): boolean {
  if (endpoint === undefined) return true;
  if (!/^https?:\/\//i.test(endpoint) || !URL.canParse(endpoint)) return false;
  const { pathname, search, hash, username, password } = new URL(endpoint);
  return pathname === "/" && !search && !hash && !username && !password;
}
