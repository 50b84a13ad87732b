import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const version = "2021-12-02";
const permissions: Record<string, string> = { GET: "l", HEAD: "r", DELETE: "d" };
const statuses: Record<string, number> = { ContainerNotFound: 404, BlobNotFound: 404, SnapshotsPresent: 409 };

export type AzureCall = { method: string; container: string; name: string };

/** A storage account of Azure with one container, that checks account keys and SAS. */
export class AzurePeer {
  readonly calls: AzureCall[] = [];
  readonly account = "acmestorage";
  readonly accountKey = randomBytes(64).toString("base64");
  readonly container = "artifacts";
  readonly blobs = new Set<string>();
  /** The code of what goes wrong with a call. */
  fault: (call: AzureCall) => string | undefined = () => undefined;
  readonly #server = createServer((request, response) => this.#answer(request, response));

  static async start(): Promise<AzurePeer> {
    const peer = new AzurePeer();
    await new Promise<void>((resolve) => peer.#server.listen(0, "127.0.0.1", resolve));
    return peer;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** A SAS for the container. */
  sas({ allows = "rdl", endsInMs = 60_000 }: { allows?: string; endsInMs?: number } = {}): string {
    const ends = new Date(Date.now() + endsInMs).toISOString().replace(/\.\d+/, "");
    const given = { sp: allows, se: ends, sv: version, sr: "c" };
    return new URLSearchParams({
      ...given,
      sig: this.#sasSignature(new Map(Object.entries(given))),
    }).toString();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "", `http://${this.host}`);
    const [, container = "", name = ""] = /^\/([^/]*)\/?(.*)$/s.exec(url.pathname) ?? [];
    const method = request.method ?? "";
    const call = { method, container, name: decodeURIComponent(name) };
    this.calls.push(call);
    const problem = this.#problem(request, url) ?? this.fault(call) ?? this.#carryOut(call, request);
    const status = problem ? (statuses[problem] ?? 403) : method === "DELETE" ? 202 : 200;
    response.writeHead(status, problem ? { "x-ms-error-code": problem } : {});
    response.end(problem && method !== "HEAD" ? `<Error><Code>${problem}</Code></Error>` : undefined);
  }

  #carryOut({ method, container, name }: AzureCall, { headers }: IncomingMessage): string | undefined {
    if (container === "") return undefined;
    if (container !== this.container) return "ContainerNotFound";
    if (name === "") return undefined;
    if (!this.blobs.has(name)) return "BlobNotFound";
    if (method !== "DELETE") return undefined;
    if (headers["x-ms-delete-snapshots"] !== "include") return "SnapshotsPresent";
    this.blobs.delete(name);
    return undefined;
  }

  #problem(request: IncomingMessage, url: URL): string | undefined {
    if (request.headers["x-ms-version"] !== version) return "UnsupportedHeader";
    return url.searchParams.has("sig") ? this.#sasProblem(request, url) : this.#keyProblem(request, url);
  }

  #sasProblem({ method = "" }: IncomingMessage, url: URL): string | undefined {
    const given = new Map(url.searchParams);
    if (!isSame(given.get("sig"), this.#sasSignature(given))) return "AuthenticationFailed";
    if (Date.parse(given.get("se") ?? "") < Date.now()) return "AuthenticationFailed";
    const isAllowed = (given.get("sp") ?? "").includes(permissions[method] ?? "?");
    return isAllowed ? undefined : "AuthorizationPermissionMismatch";
  }

  #sasSignature(given: ReadonlyMap<string, string>): string {
    const of = (name: string) => given.get(name) ?? "";
    return this.#hmac(
      [
        ...[of("sp"), of("st"), of("se"), `/blob/${this.account}/${this.container}`, of("si"), of("sip")],
        ...[
          of("spr"),
          of("sv"),
          of("sr"),
          "",
          "",
          of("rscc"),
          of("rscd"),
          of("rsce"),
          of("rscl"),
          of("rsct"),
        ],
      ].join("\n"),
    );
  }

  #keyProblem({ method = "", headers }: IncomingMessage, url: URL): string | undefined {
    const of = (name: string) => String(headers[name] ?? "");
    if (Math.abs(Date.parse(of("x-ms-date")) - Date.now()) > 15 * 60_000) return "AuthenticationFailed";
    const length = of("content-length") === "0" ? "" : of("content-length");
    const standard = ["content-encoding", "content-language"].map(of);
    const rest = ["content-md5", "content-type", "date", "if-modified-since", "if-match"].map(of);
    const last = ["if-none-match", "if-unmodified-since", "range"].map(of);
    const own = Object.keys(headers).filter((name) => name.startsWith("x-ms-"));
    const asked = [...url.searchParams].map(([name, value]) => `\n${name.toLowerCase()}:${value}`);
    const text = [
      ...[method, ...standard, length, ...rest, ...last],
      ...own.sort().map((name) => `${name}:${of(name)}`),
      `/${this.account}${url.pathname}${asked.sort().join("")}`,
    ].join("\n");
    return of("authorization") === `SharedKey ${this.account}:${this.#hmac(text)}`
      ? undefined
      : "AuthenticationFailed";
  }

  #hmac(text: string): string {
    return createHmac("sha256", Buffer.from(this.accountKey, "base64")).update(text).digest("base64");
  }
}

function isSame(one: string | undefined, other: string): boolean {
  const given = Buffer.from(one ?? "");
  const expected = Buffer.from(other);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
