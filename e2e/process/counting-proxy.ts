import net, { type AddressInfo, type Socket } from "node:net";

export type Count = { queries: number; roundTrips: number };

/** Longer than a process takes between two queries that wait for nothing of each other. */
const quietMs = 60;

type Connection = { client: Socket; isHeld: boolean; kept: Buffer[] };

/**
 * A proxy between Steward and PostgreSQL that counts. It delays responses until no further query has come for a moment, so
 * queries that don't wait for each other are one round trip. A slow machine can only make it count more of them.
 */
export class CountingProxy {
  private readonly connections = new Set<Connection>();
  private count: Count = { queries: 0, roundTrips: 0 };
  private isCounting = false;
  private quiet: NodeJS.Timeout | undefined;

  private constructor(private readonly server: net.Server) {}

  static async open(socketPath: string): Promise<CountingProxy> {
    const server = net.createServer();
    const proxy = new CountingProxy(server);
    server.on("connection", (client) => proxy.connect(client, net.connect(socketPath)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async counting(work: () => Promise<void>): Promise<Count> {
    this.count = { queries: 0, roundTrips: 0 };
    this.isCounting = true;
    try {
      await work();
    } finally {
      this.isCounting = false;
      if (this.quiet) this.release();
    }
    return this.count;
  }

  async close(): Promise<void> {
    for (const { client } of this.connections) client.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private connect(client: Socket, database: Socket): void {
    const connection: Connection = { client, isHeld: false, kept: [] };
    this.connections.add(connection);
    const messages = new FrontendMessages();
    client.on("data", (chunk) => {
      const queries = messages.countQueries(chunk);
      if (this.isCounting && queries > 0) this.hold(connection, queries);
      database.write(chunk);
    });
    database.on("data", (chunk) => {
      if (connection.isHeld) connection.kept.push(chunk);
      else client.write(chunk);
    });
    const end = () => {
      this.connections.delete(connection);
      client.destroy();
      database.destroy();
    };
    for (const socket of [client, database]) socket.on("close", end).on("error", end);
  }

  private hold(connection: Connection, queries: number): void {
    this.count.queries += queries;
    connection.isHeld = true;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.release(), quietMs);
  }

  private release(): void {
    clearTimeout(this.quiet);
    this.quiet = undefined;
    this.count.roundTrips += 1;
    for (const connection of this.connections) {
      connection.isHeld = false;
      for (const chunk of connection.kept.splice(0)) connection.client.write(chunk);
    }
  }
}

/** What a client sends: a first message without a type, then messages of a type and a length. */
class FrontendMessages {
  private pending = Buffer.alloc(0);
  private isStarted = false;

  countQueries(chunk: Buffer): number {
    this.pending = Buffer.concat([this.pending, chunk]);
    let queries = 0;
    for (let message = this.next(); message !== undefined; message = this.next()) {
      if (message === "E" || message === "Q") queries += 1;
    }
    return queries;
  }

  private next(): string | undefined {
    const typeBytes = this.isStarted ? 1 : 0;
    if (this.pending.length < typeBytes + 4) return undefined;
    const bytes = typeBytes + this.pending.readInt32BE(typeBytes);
    if (this.pending.length < bytes) return undefined;
    const type = this.isStarted ? String.fromCharCode(this.pending[0] ?? 0) : "start";
    this.pending = this.pending.subarray(bytes);
    this.isStarted = true;
    return type;
  }
}
