import type { Server } from "node:http";
import type { Socket } from "node:net";

type Connection = { socket: Socket; ip: string; running: number; isAnswered: boolean };

export type ConnectionLimits = {
  most: number;
  /** What one IP may have of them: many agents may share one, and no single machine may take them all. */
  mostPerIp: number;
  isProxy(ip: string): boolean;
};

/**
 * Keeps room for new connections: past the limit, the oldest idle one makes way, then the oldest that has not sent a
 * whole request. Where all are being answered, the new one is refused.
 */
export class ConnectionLimit {
  readonly #limits: ConnectionLimits;
  readonly #all = new Map<Socket, Connection>();
  readonly #byIp = new Map<string, Map<Socket, Connection>>();

  constructor(server: Server, limits: ConnectionLimits) {
    this.#limits = limits;
    server.on("connection", (socket) => this.#admit(socket));
  }

  /** From here on the connection is not closed for another. */
  began(socket: Socket): void {
    const connection = this.#all.get(socket);
    if (connection) connection.running += 1;
  }

  ended(socket: Socket): void {
    const connection = this.#all.get(socket);
    if (!connection) return;
    connection.running -= 1;
    connection.isAnswered = true;
  }

  #admit(socket: Socket): void {
    const ip = socket.remoteAddress ?? "";
    const ofIp = this.#byIp.get(ip) ?? new Map<Socket, Connection>();
    const isOverShare = ofIp.size >= this.#limits.mostPerIp && !this.#limits.isProxy(ip);
    if ((isOverShare && !closeOne(ofIp)) || (this.#all.size >= this.#limits.most && !closeOne(this.#all))) {
      socket.destroy();
      return;
    }
    const connection = { socket, ip, running: 0, isAnswered: false };
    this.#byIp.set(ip, ofIp);
    this.#all.set(socket, connection);
    ofIp.set(socket, connection);
    socket.once("close", () => {
      this.#all.delete(socket);
      ofIp.delete(socket);
      if (ofIp.size === 0 && this.#byIp.get(ip) === ofIp) this.#byIp.delete(ip);
    });
  }
}

function closeOne(connections: Map<Socket, Connection>): boolean {
  let unopened: Connection | undefined;
  for (const connection of connections.values()) {
    if (connection.running > 0 || connection.socket.destroyed) continue;
    if (connection.isAnswered) {
      connection.socket.destroy();
      return true;
    }
    unopened ??= connection;
  }
  unopened?.socket.destroy();
  return unopened !== undefined;
}
