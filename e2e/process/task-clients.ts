import { createHash } from "node:crypto";
import { fileForm, fileFormType } from "@/lib/tooling/file-form";
import { basic, type Credentials, callWire } from "./steward-process";

export const linesPerBatch = 10;

/** What the server has acknowledged of one task. */
export type Acknowledged = {
  name: string;
  project: string;
  status: "created" | "in_progress" | "completed";
  upload?: { path: string; sha256: string; bytes: number };
  isRegistered: boolean;
  isReported: boolean;
};

type Server = { url: string; isBack: Promise<void> };

/**
 * A program that runs one task after the other, each with an artifact, log lines and scalars. A task one of whose
 * requests was not answered is given up: whether that request was carried out, nobody knows.
 */
export class TaskClient {
  readonly acknowledged = new Map<string, Acknowledged>();
  unanswered = 0;

  constructor(
    readonly project: string,
    private readonly credentials: Credentials,
    /** The server that is there now, or comes next. */
    private readonly server: () => Server,
    private readonly onAcknowledged: () => void,
  ) {}

  async run(tasks: number): Promise<void> {
    for (let number = 0; number < tasks; number += 1) {
      const { isBack } = this.server();
      await isBack;
      try {
        await this.runTask(number);
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        this.unanswered += 1;
      }
    }
  }

  private async runTask(number: number): Promise<void> {
    const name = `run ${number}`;
    const { id } = await this.ask<{ id: string }>("tasks.create", {
      ...{ name, type: "training", project: this.project },
    });
    const known: Acknowledged = {
      ...{ name, project: this.project, status: "created", isRegistered: false, isReported: false },
    };
    this.acknowledged.set(id, known);
    await this.ask("tasks.started", { task: id });
    known.status = "in_progress";
    const upload = await this.upload(id, number);
    known.upload = upload;
    const { path: uri, bytes: content_size, sha256: hash } = upload;
    const artifact = { ...{ key: "weights", type: "custom", uri, content_size, hash }, mode: "output" };
    await this.ask("tasks.add_or_update_artifacts", { task: id, artifacts: [artifact] });
    known.isRegistered = true;
    await this.ask("events.add_batch", batchOf(id));
    known.isReported = true;
    await this.ask("tasks.completed", { task: id });
    known.status = "completed";
  }

  private async ask<T>(call: string, body: object | string): Promise<T> {
    const sent = callWire(this.server().url, call, this.credentials, body);
    const { status, data } = await sent.catch((error) => {
      throw new Unanswered(call, { cause: error });
    });
    // The database may have gone before the server.
    if (status === 500) throw new Unanswered(call);
    if (status !== 200) throw new Error(`${call} was answered ${status}.`);
    this.onAcknowledged();
    return data as T;
  }

  private async upload(taskId: string, number: number): Promise<NonNullable<Acknowledged["upload"]>> {
    const path = `runs/${taskId}/weights.bin`;
    const body = Buffer.alloc(2_000 + number, taskId);
    const answer = await fetch(`${this.server().url}/files`, {
      method: "POST",
      headers: { authorization: basic(this.credentials), "content-type": fileFormType },
      body: new Uint8Array(fileForm([{ name: path, body }])),
    }).catch((error) => {
      throw new Unanswered("an upload", { cause: error });
    });
    if (answer.status >= 500) throw new Unanswered("an upload");
    if (answer.status !== 200) throw new Error(`An upload was answered ${answer.status}.`);
    this.onAcknowledged();
    return { path, sha256: createHash("sha256").update(body).digest("hex"), bytes: body.length };
  }
}

class Unanswered extends Error {}

/** Each pair of a log line and a point has as many bytes as any other. */
function batchOf(task: string): string {
  const lines = Array.from({ length: linesPerBatch }, (_, at) => {
    const iter = 10 + at;
    return [
      {
        type: "log",
        task,
        level: "info",
        worker: "vm",
        msg: `Step ${iter}`,
        timestamp: 1_795_935_000_000 + iter,
      },
      { type: "training_stats_scalar", task, metric: "loss", variant: "train", iter, value: iter },
    ];
  });
  return lines
    .flat()
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");
}
