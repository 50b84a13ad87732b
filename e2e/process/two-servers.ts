import net, { type AddressInfo, type Socket } from "node:net";
import path from "node:path";
import { closePool, openPool } from "@/db/client";
import { cleanUp, openServer, StewardProcess, temporaryFolder } from "./steward-process";

/** A way from one Steward to PostgreSQL that the test can cut, as a network does. */
class CuttableProxy {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(private readonly server: net.Server) {}

  static async open(socketPath: string): Promise<CuttableProxy> {
    const server = net.createServer();
    const proxy = new CuttableProxy(server);
    server.on("connection", (client) => {
      if (proxy.isCut) return client.destroy();
      proxy.join(client, net.connect(socketPath));
      return undefined;
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket, database: Socket): void {
    for (const socket of [client, database]) {
      this.sockets.add(socket);
      socket.on("error", () => socket.destroy());
    }
    client.pipe(database);
    database.pipe(client);
    client.on("close", () => this.leave(client, database));
    database.on("close", () => this.leave(database, client));
  }

  private leave(socket: Socket, other: Socket): void {
    this.sockets.delete(socket);
    other.destroy();
  }
}

/** Two Stewards on one database, the second behind a way that can be cut; the test itself writes to the database too. */
export class TwoServers {
  private constructor(
    readonly first: StewardProcess,
    public second: StewardProcess,
    readonly wayOfSecond: Pick<CuttableProxy, "cut" | "mend">,
    private readonly environmentOfSecond: Record<string, string>,
    private readonly closing: () => Promise<void>,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<TwoServers> {
    const server = await openServer();
    const { host, database, username } = server.connection;
    const proxy = await CuttableProxy.open(path.join(host, ".s.PGSQL.5432"));
    const keys = { STEWARD_SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}` };
    const environment = (url: string) => ({
      ...settings,
      ...keys,
      STEWARD_DATA: path.join(temporaryFolder(), "data"),
      DATABASE_URL: url,
    });
    const first = await StewardProcess.start({ env: environment(server.url) });
    await first.serves();
    const ofSecond = environment(`postgres://${username}@127.0.0.1:${proxy.port}/${database}`);
    const second = await StewardProcess.start({ env: ofSecond });
    await second.serves();
    Object.assign(process.env, keys, { STEWARD_URL: first.url, DATABASE_URL: server.url });
    openPool(server.url, { maxConnections: 4 });
    return new TwoServers(first, second, proxy, ofSecond, async () => {
      await closePool();
      await proxy.close();
      await cleanUp();
      await server.stop();
    });
  }

  async killSecond(): Promise<void> {
    await this.second.kill();
  }

  async startSecondAgain(): Promise<void> {
    this.second = await StewardProcess.start({ env: this.environmentOfSecond });
    await this.second.serves();
  }

  async close(): Promise<void> {
    await this.first.stop();
    await this.second.stop();
    await this.closing();
  }
}
