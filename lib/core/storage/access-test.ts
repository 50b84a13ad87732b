import type { BucketService } from "./bucket-credentials";

/** What a test of credentials found. */
export type AccessFinding =
  | "reads"
  | "may_not_list"
  | "no_such_bucket"
  | "wrong_key"
  | "wrong_secret"
  | "wrong_region"
  | "expired"
  | "wrong_token"
  | "clock"
  | "closed_host"
  | "unknown_host"
  | "unreachable"
  | "timed_out"
  | "not_tls"
  | "needs_https"
  | "bad_certificate"
  | "redirected"
  /** Those of the server were to be used. */
  | "no_server_credentials"
  | "other";

/** `region` is where the bucket is, if the service told. */
export type AccessTest = { finding: AccessFinding; region?: string };

export type ServiceAnswer = {
  status: number;
  /** The service’s own code of what is wrong. */
  code?: string | undefined;
  region?: string | undefined;
  text: string;
  /** How far the clock of the service is from ours. */
  skewMs?: number | undefined;
};

const byCode: Record<string, AccessFinding> = {
  NoSuchBucket: "no_such_bucket",
  ContainerNotFound: "no_such_bucket",
  InvalidAccessKeyId: "wrong_key",
  InvalidSecurity: "wrong_key",
  SignatureDoesNotMatch: "wrong_secret",
  ExpiredToken: "expired",
  TokenRefreshRequired: "expired",
  InvalidToken: "wrong_token",
  RequestTimeTooSkewed: "clock",
  AccessDenied: "may_not_list",
  AuthorizationPermissionMismatch: "may_not_list",
  AuthorizationResourceTypeMismatch: "may_not_list",
  PermanentRedirect: "wrong_region",
  AuthorizationHeaderMalformed: "wrong_region",
  IllegalLocationConstraintException: "wrong_region",
};

const mostSkewMs = 15 * 60_000;

/** Reads the answer to a signed request for the list of a bucket. */
export function readAccessAnswer(
  { status, code = "", region, text, skewMs = 0 }: ServiceAnswer,
  service: BucketService,
  askedRegion: string,
): AccessTest {
  if (status >= 200 && status < 300) return { finding: "reads" };
  if (code === "AuthenticationFailed" && service === "azure") {
    if (/expir|not within the valid time|Signed expiry time/i.test(text)) return { finding: "expired" };
    return { finding: "wrong_secret" };
  }
  const known = byCode[code];
  const isElsewhere = region !== undefined && region !== askedRegion;
  if (known === "wrong_region") return isElsewhere ? { finding: known, region } : { finding: known };
  if (known === "wrong_secret" && Math.abs(skewMs) > mostSkewMs) return { finding: "clock" };
  if (known) return { finding: known };
  if (isElsewhere && (status === 301 || status === 307 || status === 400))
    return { finding: "wrong_region", region };
  if (status >= 300 && status < 400) return { finding: "redirected" };
  if (status === 400 && /\bhttps\b/i.test(text)) return { finding: "needs_https" };
  if (status === 404) return { finding: "no_such_bucket" };
  return { finding: "other" };
}

export type ToldTest = { isGood: boolean; short: string; text: string };

/** A finding as a badge and as a sentence. */
export function tellAccessTest(
  { finding, region }: AccessTest,
  { bucket, host, region: asked }: { bucket: string; host: string; region: string },
): ToldTest {
  const where = host === "" ? "The storage service" : host;
  const found: Record<AccessFinding, [short: string, text: string]> = {
    reads: ["Reads", `${bucket} can be read.`],
    may_not_list: [
      "Can’t list",
      `The key is right, but it can’t list ${bucket}. If it can read objects, samples still show.`,
    ],
    no_such_bucket: [
      "No such bucket",
      `${where} has no bucket ${bucket}. Check its name${host ? "" : " and its region"}.`,
    ],
    wrong_key: [
      "Wrong key",
      `${where} doesn’t know the access key. Check that it is complete and still active.`,
    ],
    wrong_secret: [
      "Wrong secret",
      `${where} knows the key, but the secret doesn’t match it. Enter the secret again.`,
    ],
    wrong_region: region
      ? [
          "Wrong region",
          `${bucket} is in ${region}, and this row says ${asked || "us-east-1"}. The key itself is right.`,
        ]
      : [
          "Wrong region",
          `${bucket} is in another region than ${asked || "us-east-1"}. Enter the region of the bucket.`,
        ],
    expired: ["Expired", "The token or SAS has expired. Create a new one and enter it here."],
    wrong_token: [
      "Wrong token",
      `${where} doesn’t accept the token. Temporary credentials need the key, the secret and the token of the same request.`,
    ],
    clock: [
      "Clock",
      `The clock of this server and the clock of ${host || "the storage service"} differ by more than 15 minutes. Tell the operator of this server.`,
    ],
    closed_host: [
      "Not permitted",
      `${host || bucket} leads to an address that is not public. The operator of this server can permit its network with STEWARD_PERMITTED_NETWORKS.`,
    ],
    unknown_host: ["Unknown host", `The host ${host || bucket} was not found. Check its name.`],
    unreachable: ["Unreachable", `${where} can’t be reached from this server. Check the host and its port.`],
    timed_out: ["Unreachable", `${where} didn’t answer in time. Check the host and its port.`],
    not_tls: [
      "No https",
      `${where} doesn’t speak https at this port. Enter the host with http:// in front, or another port.`,
    ],
    needs_https: [
      "Needs https",
      `${where} speaks only https at this port. Enter the host without http:// in front.`,
    ],
    bad_certificate: [
      "Certificate",
      `${where} has no valid certificate for this host, so browsers will refuse it too.`,
    ],
    redirected: [
      "Redirects",
      `${where} redirects to another place, which is not followed. Enter the host that it leads to.`,
    ],
    no_server_credentials: [
      "No credentials",
      "This server was started without AWS credentials, or its operator does not permit their use.",
    ],
    other: ["Failed", `${where} refused the request for another reason.`],
  };
  const [short, text] = found[finding];
  return { isGood: finding === "reads" || finding === "may_not_list", short, text };
}
