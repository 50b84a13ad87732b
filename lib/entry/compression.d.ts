declare module "compression" {
  import type { IncomingMessage, ServerResponse } from "node:http";
  import type { BrotliOptions } from "node:zlib";

  export type Options = { level?: number; brotli?: BrotliOptions };

  /** Compresses what is written to the response from then on, if the request accepts that; adds `flush` to it. */
  type Compress = (
    request: IncomingMessage,
    response: ServerResponse & { flush?: () => void },
    next: () => void,
  ) => void;

  export default function compression(options?: Options): Compress;
}
