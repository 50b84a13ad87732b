declare module "compression" {
  import type { IncomingMessage, ServerResponse } from "node:http";
  import type { BrotliOptions } from "node:zlib";

  export type Options = { level?: number; brotli?: BrotliOptions };

  export type CompressedResponse = ServerResponse & { flush?: () => void };

  /** Compresses what is written to the response from then on, if the request accepts that; adds `flush` to it. */
  type Compress = (request: IncomingMessage, response: CompressedResponse, next: () => void) => void;

  export default function compression(options?: Options): Compress;
}
