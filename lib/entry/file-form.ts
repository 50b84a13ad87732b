import type { Readable } from "node:stream";
import type { FormParser } from "busboy";
import type { UploadedPart } from "@/lib/operations/resources/files/receive-files";
import { ClientGone, type IncomingRequest } from "./request-body";

const mostFiles = 1_001;
const idleMs = 60_000;

/** What arrives is no whole form, or has stopped arriving. */
export class BrokenForm extends Error {
  constructor(
    message: string,
    readonly isLate = false,
  ) {
    super(message);
  }
}

export type FileForm = {
  /** One after the other, as they arrive: a part is read before the next one is asked for. */
  parts(): AsyncGenerator<UploadedPart>;
  /** Reads no further. */
  close(): void;
};

/**
 * Reads the files of a form as they arrive and holds no more of them than a stream does. Undefined where the request is
 * no form. Names are those of the parts, as clients send them: the path of a file.
 */
export async function openForm(request: IncomingRequest): Promise<FileForm | undefined> {
  const parser = await openParser(request);
  if (!parser) return undefined;
  const waiting: UploadedPart[] = [];
  let isDone = false;
  let failure: Error | undefined;
  let wake = () => {};
  parser.on("file", (name: string, stream: Readable, { mimeType }: { mimeType: string }) => {
    stream.on("error", () => {});
    waiting.push({ name, contentType: mimeType, bytes: bytesOf(stream) });
    wake();
  });
  parser.on("error", (error) => {
    failure ??= broken(error);
    wake();
  });
  parser.on("finish", () => {
    isDone = true;
    wake();
  });
  const idle = setTimeout(() => {
    // Not the client's delay while its bytes wait here to be stored.
    if (request.complete || parser.writableNeedDrain) idle.refresh();
    else parser.destroy(new BrokenForm("The upload took too long.", true));
  }, idleMs);
  const touch = () => void idle.refresh();
  const leave = () => {
    if (!request.complete) parser.destroy(new ClientGone());
  };
  request.on("data", touch);
  request.once("close", leave);
  request.pipe(parser);
  return {
    async *parts() {
      for (;;) {
        const next = waiting.shift();
        if (next) yield next;
        else if (failure) throw failure;
        else if (isDone) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    close() {
      clearTimeout(idle);
      request.unpipe(parser);
      request.off("data", touch);
      request.off("close", leave);
      parser.destroy();
    },
  };
}

async function openParser(request: IncomingRequest): Promise<FormParser | undefined> {
  if (!request.isForm) return undefined;
  // Loaded with the first upload: many processes never see one.
  const { default: busboy } = await import("busboy");
  try {
    const limits = { files: mostFiles, fields: 100, fieldSize: 1_024 };
    return busboy({ headers: request.headers, defParamCharset: "utf8", preservePath: true, limits });
  } catch {
    return undefined;
  }
}

async function* bytesOf(stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } catch (error) {
    throw broken(error);
  }
}

function broken(error: unknown): Error {
  if (error instanceof ClientGone || error instanceof BrokenForm) return error;
  return new BrokenForm("The form is not valid, or incomplete.");
}
