import { createServer, type Server } from "node:http";
import Provider from "oidc-provider";

export type PeerAccount = {
  email?: string;
  email_verified?: boolean;
  name?: string;
  preferred_username?: string;
};
export type Tampering = "none" | "nonce" | "subject";

/** A real OpenID provider on this machine. Its page asks for an account by name, without a password. */
export class OidcPeer {
  /** By their subject. */
  readonly accounts = new Map<string, PeerAccount>();
  /** What it does to the next sign-ins that no honest provider does. */
  tampering: Tampering = "none";
  readonly clientId = "steward";
  readonly clientSecret = "the secret of the client, for tests";

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  static async start(wanted: {
    redirectUri: string;
    /** Many put no address into the ID token and have to be asked for it. */
    claimsIn: "id_token" | "userinfo";
    /** Sets its cookies apart from those of another on this machine. */
    name?: string;
  }): Promise<OidcPeer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as { port: number };
    const peer = new OidcPeer(server, `http://localhost:${port}`);
    const provider = peer.makeProvider(wanted);
    const answer = provider.callback();
    server.on("request", (request, response) => {
      const path = new URL(request.url ?? "/", peer.issuer).pathname;
      if (!path.startsWith("/choose/")) return void answer(request, response);
      peer.showChoice(provider, path, request, response).catch((error) => response.end(String(error)));
    });
    return peer;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private makeProvider({
    redirectUri,
    claimsIn,
    name = claimsIn,
  }: Parameters<typeof OidcPeer.start>[0]): Provider {
    const provider: Provider = new Provider(this.issuer, {
      clients: [{ client_id: this.clientId, client_secret: this.clientSecret, redirect_uris: [redirectUri] }],
      claims: {
        openid: ["sub"],
        email: ["email", "email_verified"],
        profile: ["name", "preferred_username"],
      },
      conformIdTokenClaims: claimsIn === "userinfo",
      pkce: { required: () => true },
      // Ports of one host share their cookies.
      cookies: { keys: ["a key for tests"], names: { session: `peer_${name}` } },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_, { uid }) => `/choose/${uid}` },
      findAccount: (_, sub) => ({
        accountId: sub,
        claims: async () => ({ sub, ...this.accounts.get(sub) }),
      }),
      loadExistingGrant: async ({ oidc }) => {
        const grant = new provider.Grant({
          accountId: oidc.session?.accountId,
          clientId: oidc.client?.clientId,
        });
        grant.addOIDCScope("openid email profile");
        await grant.save();
        return grant;
      },
    });
    provider.use(async (context, next) => {
      if (this.tampering === "nonce" && context.path === "/auth") {
        context.query = { ...context.query, nonce: "of another sign-in" };
      }
      await next();
      const body = context.body as { id_token?: string } | undefined;
      if (this.tampering === "subject" && context.path === "/token" && body?.id_token) {
        body.id_token = withSubject(body.id_token, "somebody-else");
      }
    });
    return provider;
  }

  private async showChoice(
    provider: Provider,
    path: string,
    request: Parameters<Provider["interactionDetails"]>[0],
    response: Parameters<Provider["interactionDetails"]>[1],
  ): Promise<void> {
    await provider.interactionDetails(request, response);
    if (request.method === "GET") {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(`<!doctype html><html lang="en"><title>Provider</title><link rel="icon" href="data:,">
        <form method="post" action="${path}"><label>Account <input name="account"></label>
        <button name="answer" value="go">Approve</button><button name="answer" value="cancel">Cancel</button>
        </form></html>`);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
    const result =
      form.get("answer") === "cancel"
        ? { error: "access_denied", error_description: "The person cancelled." }
        : { login: { accountId: form.get("account") ?? "" } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
}

/** The signature stays the same and no longer matches. */
function withSubject(token: string, sub: string): string {
  const [head, body = "", signature] = token.split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
  return [head, Buffer.from(JSON.stringify({ ...claims, sub })).toString("base64url"), signature].join(".");
}
