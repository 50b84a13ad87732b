import { SMTPServer } from "smtp-server";

export type ReceivedMail = { to: string; subject: string; text: string };

/** A mail server that keeps what it receives. */
export class SmtpPeer {
  readonly received: ReceivedMail[] = [];
  /** Addresses that it takes nothing for just now. */
  readonly turnedAway = new Set<string>();
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: ({ address }, _, done) => {
      const busy = Object.assign(new Error("Try again later"), { responseCode: 450 });
      done(this.turnedAway.has(address) ? busy : undefined);
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const source = Buffer.concat(chunks).toString("latin1");
        const to = session.envelope.rcptTo.map(({ address }) => address).join(", ");
        this.received.push({ to, subject: subjectOf(source), text: readable(source) });
        done();
      });
    },
  });

  static async start(): Promise<SmtpPeer> {
    const peer = new SmtpPeer();
    await new Promise<void>((resolve) => peer.server.listen(0, "127.0.0.1", resolve));
    return peer;
  }

  get url(): string {
    const { port } = this.server.server.address() as { port: number };
    return `smtp://127.0.0.1:${port}`;
  }

  /** What came for one address, oldest first. */
  to(address: string): ReceivedMail[] {
    return this.received.filter((mail) => mail.to === address);
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }
}

function subjectOf(source: string): string {
  const [, folded = ""] = /^Subject: (.*(?:\r\n[ \t].*)*)$/m.exec(source) ?? [];
  return readable(
    folded
      .replaceAll(/\?=\s+=\?UTF-8\?Q\?/gi, "")
      .replace(/=\?UTF-8\?Q\?/i, "")
      .replace(/\?=$/, "")
      .replaceAll("_", " "),
  );
}

/** Quoted-printable breaks long lines, and writes '=' and letters beyond ASCII as bytes. */
function readable(source: string): string {
  const bytes = source
    .replaceAll("=\r\n", "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8").replaceAll("\r\n", "\n");
}
