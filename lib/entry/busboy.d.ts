declare module "busboy" {
  import type { IncomingHttpHeaders } from "node:http";
  import type { Readable, Writable } from "node:stream";

  export type Configuration = {
    headers: IncomingHttpHeaders;
    defParamCharset: "utf8";
    preservePath: boolean;
    limits: { files: number; fields: number; fieldSize: number };
  };

  type FileListener = (name: string, stream: Readable, info: { mimeType: string }) => void;

  export interface FormParser extends Writable {
    on(event: "file", listener: FileListener): this;
    on(event: "error", listener: (error: Error) => void): this;
    on(event: "finish", listener: () => void): this;
  }

  /** Throws where the headers describe no form. */
  export default function openParser(configuration: Configuration): FormParser;
}
