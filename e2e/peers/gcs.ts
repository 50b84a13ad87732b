import { createVerify, generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const keys = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const scope = "https://www.googleapis.com/auth/devstorage.read_write";

/** One bucket of Google Cloud Storage, and the service that gives tokens to a service account. */
export class GcsPeer {
  readonly bucket = "acme-artifacts";
  readonly objects = new Set<string>();
  /** How many tokens were given. */
  tokens = 0;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<GcsPeer> {
    const peer = new GcsPeer();
    await new Promise<void>((resolve) => peer.#server.listen(0, "127.0.0.1", resolve));
    return peer;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The key file of the service account, or of one whose key is unknown here. */
  keyFile(privateKey = keys.privateKey): string {
    return JSON.stringify({
      type: "service_account",
      project_id: "acme-vision-prod",
      client_email: "cleaner@acme-vision-prod.iam.gserviceaccount.com",
      private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
      token_uri: `http://${this.host}/token`,
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const say = (status: number, text = "") => void response.writeHead(status).end(text);
    const url = new URL(request.url ?? "", `http://${this.host}`);
    if (url.pathname === "/token") {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
      if (!this.#isAssertion(form.get("assertion") ?? "")) return say(400, '{"error":"invalid_grant"}');
      this.tokens += 1;
      return say(200, JSON.stringify({ access_token: `ya29.token-${this.tokens}`, expires_in: 3_599 }));
    }
    if (!/^Bearer ya29\.token-\d+$/.test(request.headers.authorization ?? "")) {
      return say(401, "<Error><Code>AuthenticationRequired</Code></Error>");
    }
    const [, bucket = "", name = ""] = /^\/([^/]*)\/?(.*)$/s.exec(url.pathname) ?? [];
    if (bucket !== "" && bucket !== this.bucket) return say(404, "<Error><Code>NoSuchBucket</Code></Error>");
    if (name === "") return say(200, "<ListBucketResult/>");
    const object = decodeURIComponent(name);
    if (!this.objects.has(object)) return say(404, "<Error><Code>NoSuchKey</Code></Error>");
    if (request.method === "DELETE") this.objects.delete(object);
    return say(request.method === "DELETE" ? 204 : 200);
  }

  #isAssertion(text: string): boolean {
    const [head = "", body = "", signature = ""] = text.split(".");
    const claims = JSON.parse(Buffer.from(body, "base64url").toString("utf8") || "{}");
    const isSigned = createVerify("RSA-SHA256")
      .update(`${head}.${body}`)
      .verify(keys.publicKey, signature, "base64url");
    const lives = claims.exp - claims.iat <= 3_600 && Math.abs(claims.iat - Date.now() / 1_000) < 300;
    return isSigned && lives && claims.scope === scope && claims.aud === `http://${this.host}/token`;
  }
}
