import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

export type S3Keys = { accessKey: string; secretKey: string; sessionToken?: string; region: string };

const mustBeSigned = ["host", "x-amz-content-sha256", "x-amz-date"];
const mostSkewMs = 15 * 60_000;

/** The code of what is wrong with the signature of a request (AWS Signature Version 4), if something is. */
export function signatureProblem(
  request: IncomingMessage,
  { accessKey, secretKey, sessionToken, region }: S3Keys,
  at: Date,
): string | undefined {
  const { headers } = request;
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? "",
    );
  const [, key = "", day = "", givenRegion = "", names = "", signature = ""] = given ?? [];
  if (!given) return "AccessDenied";
  if (key !== accessKey) return "InvalidAccessKeyId";
  if (givenRegion !== region) return "AuthorizationHeaderMalformed";
  const signed = names.split(";");
  const token = headers["x-amz-security-token"];
  if (token !== sessionToken) return "InvalidToken";
  if (
    ![...mustBeSigned, ...(sessionToken ? ["x-amz-security-token"] : [])].every((name) =>
      signed.includes(name),
    )
  )
    return "AccessDenied";
  const date = String(headers["x-amz-date"]);
  const moment = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!date.startsWith(day) || !(Math.abs(moment - at.getTime()) <= mostSkewMs))
    return "RequestTimeTooSkewed";
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const canonical = [
    request.method,
    path,
    query.split("&").filter(Boolean).sort().join("&"),
    ...signed.map(
      (name) =>
        `${name}:${String(headers[name] ?? "")
          .trim()
          .replace(/\s+/g, " ")}`,
    ),
    "",
    names,
    String(headers["x-amz-content-sha256"]),
  ].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", date, scope, createHash("sha256").update(canonical).digest("hex")].join(
    "\n",
  );
  const signingKey = [day, region, "s3", "aws4_request"].reduce<string | Buffer>(
    (secret, part) => createHmac("sha256", secret).update(part).digest(),
    `AWS4${secretKey}`,
  );
  const expected = createHmac("sha256", signingKey).update(text).digest();
  return timingSafeEqual(expected, Buffer.from(signature, "hex")) ? undefined : "SignatureDoesNotMatch";
}
