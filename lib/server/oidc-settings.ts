import { asciiDomain } from "@/lib/core/account/domain";

export type IdentityProviderSettings = {
  /** Names it in addresses and rows. */
  id: string;
  /** Stands on its button. */
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  scopes: string;
  /** The claim that holds the address. */
  emailClaim: string;
  /** Domains of e-mail addresses that only this provider issues, in lower case. */
  domains: readonly string[];
};

const settingName =
  /^STEWARD_OIDC_([A-Za-z0-9]+)_(ISSUER|CLIENT_ID|CLIENT_SECRET|SCOPES|NAME|DOMAINS|EMAIL_CLAIM)$/;
const required = ["ISSUER", "CLIENT_ID", "CLIENT_SECRET"];
const domainName = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/;
/** Names of other ways in, as sessions carry them. */
const takenIds = new Set(["password", "mail", "email", "link", "signin", "signout"]);

type Given = { key: string; values: Map<string, string> };

/** Every identity provider that the environment names, in the order of their ids. Problems are sentences for the operator. */
export function readOidcSettings(env: Record<string, string | undefined>): {
  providers: IdentityProviderSettings[];
  problems: string[];
} {
  const problems: string[] = [];
  const given = new Map<string, Given>();
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith("STEWARD_OIDC_") || value === undefined || value === "") continue;
    const [, key = "", setting = ""] = settingName.exec(name) ?? [];
    const id = key.toLowerCase();
    const provider = given.get(id) ?? { key, values: new Map() };
    if (!key) problems.push(`${name} is not a setting of an identity provider.`);
    else if (provider.key !== key)
      problems.push(`STEWARD_OIDC_${key} and STEWARD_OIDC_${provider.key} name the same identity provider.`);
    else given.set(id, { key, values: provider.values.set(setting, value.trim()) });
  }
  const providers = [...given].flatMap(([id, provider]) => {
    const problem = problemOf(id, provider);
    if (problem) problems.push(problem);
    return problem ? [] : [settingsOf(id, provider)];
  });
  return { providers: providers.sort((one, other) => (one.id < other.id ? -1 : 1)), problems };
}

function problemOf(id: string, { key, values }: Given): string | undefined {
  const prefix = `STEWARD_OIDC_${key}_`;
  if (takenIds.has(id)) return `STEWARD_OIDC_${key} can’t be the name of an identity provider.`;
  const missing = required.filter((setting) => !values.get(setting)).map((setting) => prefix + setting);
  if (missing.length > 0) return `${missing.join(" and ")} must be set to configure the identity provider.`;
  if (!isIssuer(values.get("ISSUER") ?? "")) {
    return `${prefix}ISSUER must be an https URL such as https://id.example.com, without a query.`;
  }
  if (!scopesOf(values).split(" ").includes("openid")) return `${prefix}SCOPES must include openid.`;
  if ((values.get("NAME") ?? "").length > 60) return `${prefix}NAME can have at most 60 characters.`;
  if (!/^[\w:./-]{1,200}$/.test(values.get("EMAIL_CLAIM") || "email")) {
    return `${prefix}EMAIL_CLAIM must be the name of a claim, such as preferred_username or upn.`;
  }
  if (!domainsOf(values).every((domain) => domainName.test(domain))) {
    return `${prefix}DOMAINS must be a comma-separated list of domains such as example.com.`;
  }
  return undefined;
}

function settingsOf(id: string, { key, values }: Given): IdentityProviderSettings {
  return {
    id,
    name: values.get("NAME") || key,
    issuer: values.get("ISSUER") ?? "",
    clientId: values.get("CLIENT_ID") ?? "",
    clientSecret: values.get("CLIENT_SECRET") ?? "",
    scopes: scopesOf(values),
    emailClaim: values.get("EMAIL_CLAIM") || "email",
    domains: domainsOf(values),
  };
}

/** In the clear only on this machine, where nobody else listens. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username, password } = new URL(text);
  if (search || hash || username || password) return false;
  return protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1"].includes(hostname));
}

function scopesOf(values: Map<string, string>): string {
  return (values.get("SCOPES") || "openid email profile").split(/\s+/).join(" ");
}

function domainsOf(values: Map<string, string>): string[] {
  return (values.get("DOMAINS") ?? "")
    .split(",")
    .map((domain) => domain.trim())
    .filter(Boolean)
    .map((domain) => asciiDomain(domain) ?? domain);
}
