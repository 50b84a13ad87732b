import { createHash } from "node:crypto";
import { receiveFiles, type UploadedPart } from "@/lib/operations/resources/files/receive-files";
import { authenticate } from "@/lib/server/api-caller";
import { log } from "@/lib/server/log";
import { resultOf } from "../samples";

const uploadsAtOnce = 8;

/** The path is behind the folder of the task. */
export type DemoFile = { path: string; contentType: string; content: Buffer };
export type PlacedFile = { uri: string; bytes: number; sha256: string };

/** The files of the sample data. */
export class DemoFiles {
  readonly #files: DemoFile[] = [];

  /** They are uploaded to `filesServer`, or named as if they were in a bucket of the team where that is null. */
  constructor(private readonly filesServer: string | null) {}

  /** In the folder that the SDK gives a task. */
  add(folder: string, file: DemoFile): PlacedFile {
    const path = `${folder}/${file.path}`;
    if (this.filesServer !== null) this.#files.push({ ...file, path });
    const quoted = path.split("/").map(encodeURIComponent).join("/");
    return {
      uri: `${this.filesServer ?? "s3://acme-experiments"}/${quoted}`,
      bytes: file.content.length,
      sha256: createHash("sha256").update(file.content).digest("hex"),
    };
  }

  /** Uploads all of them as a client with these API credentials does. Without them, the rest is still worth a look. */
  async upload(credentials: { accessKey: string; secret: string }): Promise<void> {
    if (this.#files.length === 0) return;
    try {
      await this.#send(credentials);
    } catch (error) {
      log().error({ err: error }, "the sample files could not be stored");
    }
  }

  async #send({ accessKey, secret }: { accessKey: string; secret: string }): Promise<void> {
    const authorization = `Basic ${Buffer.from(`${accessKey}:${secret}`).toString("base64")}`;
    const caller = await authenticate({ authorization, ip: "127.0.0.1", worker: undefined });
    if ("problem" in caller) throw new Error(`The sample files could not be uploaded: ${caller.problem}.`);
    // Each file waits for the disk by itself.
    const shares = Array.from({ length: uploadsAtOnce }, (_, share) =>
      this.#files.filter((_file, index) => index % uploadsAtOnce === share),
    );
    const outcomes = await Promise.all(shares.map((files) => receiveFiles(caller, partsOf(files))));
    outcomes.map(resultOf);
  }
}

async function* partsOf(files: readonly DemoFile[]): AsyncGenerator<UploadedPart> {
  for (const { path, contentType, content } of files) {
    yield {
      name: path,
      contentType,
      bytes: (async function* () {
        yield content;
      })(),
    };
  }
}
