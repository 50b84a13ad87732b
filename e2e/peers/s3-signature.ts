import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

export type S3Keys = { accessKey: string; secretKey: string; sessionToken?: string; region: string };

const mustBeSigned = ["host", "x-amz-content-sha256", "x-amz-date"];
const mostSkewMs = 15 * 60_000;

type Claim = { key: string; day: string; region: string; names: string; signature: string; token: unknown };

/** The code of what is wrong with the signature of a request (AWS Signature Version 4), if something is. */
export function signatureProblem(request: IncomingMessage, keys: S3Keys, at: Date): string | undefined {
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const parts = query.split("&").filter(Boolean);
  const signed = parts.some((part) => part.startsWith("X-Amz-Signature="));
  return signed
    ? queryProblem(request, path, parts, keys, at)
    : headerProblem(request, path, parts, keys, at);
}

function headerProblem(
  { method, headers }: IncomingMessage,
  path: string,
  parts: string[],
  keys: S3Keys,
  at: Date,
): string | undefined {
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? "",
    );
  const [, key = "", day = "", region = "", names = "", signature = ""] = given ?? [];
  if (!given) return "AccessDenied";
  const claim = { key, day, region, names, signature, token: headers["x-amz-security-token"] };
  const wrong = claimProblem(claim, keys);
  if (wrong) return wrong;
  const signed = names.split(";");
  const needed = [...mustBeSigned, ...(keys.sessionToken ? ["x-amz-security-token"] : [])];
  if (!needed.every((name) => signed.includes(name))) return "AccessDenied";
  const date = String(headers["x-amz-date"]);
  if (!date.startsWith(day) || !(Math.abs(momentOf(date) - at.getTime()) <= mostSkewMs))
    return "RequestTimeTooSkewed";
  const text = canonicalText(method, path, parts, headers, names, String(headers["x-amz-content-sha256"]));
  return isSigned(claim, date, text, keys) ? undefined : "SignatureDoesNotMatch";
}

/** Of a URL that was signed for a while. */
function queryProblem(
  { method, headers }: IncomingMessage,
  path: string,
  parts: string[],
  keys: S3Keys,
  at: Date,
): string | undefined {
  const query = new URLSearchParams(parts.join("&"));
  const [key = "", day = "", region = ""] = (query.get("X-Amz-Credential") ?? "").split("/");
  const names = query.get("X-Amz-SignedHeaders") ?? "";
  const signature = query.get("X-Amz-Signature") ?? "";
  const token = query.get("X-Amz-Security-Token") ?? undefined;
  const claim = { key, day, region, names, signature, token };
  const wrong = claimProblem(claim, keys);
  if (wrong) return wrong;
  const date = query.get("X-Amz-Date") ?? "";
  const age = at.getTime() - momentOf(date);
  if (!(age >= -mostSkewMs && age <= Number(query.get("X-Amz-Expires")) * 1_000)) return "AccessDenied";
  const signed = parts.filter((part) => !part.startsWith("X-Amz-Signature="));
  const text = canonicalText(method, path, signed, headers, names, "UNSIGNED-PAYLOAD");
  return isSigned(claim, date, text, keys) ? undefined : "SignatureDoesNotMatch";
}

function claimProblem({ key, region, token }: Claim, keys: S3Keys): string | undefined {
  if (key !== keys.accessKey) return "InvalidAccessKeyId";
  if (region !== keys.region) return "AuthorizationHeaderMalformed";
  return token === keys.sessionToken ? undefined : "InvalidToken";
}

function momentOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

function canonicalText(
  method: string | undefined,
  path: string,
  parts: string[],
  headers: IncomingMessage["headers"],
  names: string,
  payload: string,
): string {
  const signed = names.split(";").map(
    (name) =>
      `${name}:${String(headers[name] ?? "")
        .trim()
        .replace(/\s+/g, " ")}`,
  );
  return [method, path, [...parts].sort().join("&"), ...signed, "", names, payload].join("\n");
}

function isSigned(
  { day, region, signature }: Claim,
  date: string,
  canonical: string,
  { secretKey }: S3Keys,
): boolean {
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", date, scope, createHash("sha256").update(canonical).digest("hex")].join(
    "\n",
  );
  const signingKey = [day, region, "s3", "aws4_request"].reduce<string | Buffer>(
    (secret, part) => createHmac("sha256", secret).update(part).digest(),
    `AWS4${secretKey}`,
  );
  const expected = createHmac("sha256", signingKey).update(text).digest();
  const given = Buffer.from(signature, "hex");
  return given.length === expected.length && timingSafeEqual(expected, given);
}
