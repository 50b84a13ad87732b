import type { IncomingMessage } from "node:http";
import { constants } from "node:zlib";
import compression, { type CompressedResponse } from "compression";

/** A page is compressed for each request: some bytes more, for a fraction of the processor time. */
const compressQuickly = compression({
  level: 3,
  brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } },
});
const compressWell = compression();

/** Pages are written and flushed 4 KB at a time. Larger pieces cost less to compress and to send. */
const pieceBytes = 32 * 1024;
const sentWithinMs = 10;

/**
 * Compresses what is written to `response`, if the request accepts that. What browsers keep is made smaller; whatever else
 * is written is sent within 10 ms, in as few pieces as that allows.
 */
export function compressResponse(
  request: IncomingMessage,
  response: CompressedResponse,
  { kept }: { kept: boolean },
): void {
  const compress = kept ? compressWell : compressQuickly;
  compress(request, response, () => {});
  if (!kept) gatherPieces(response);
}

function gatherPieces(response: CompressedResponse): void {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const flush = response.flush?.bind(response);
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const writeGathered = () => {
    clearTimeout(timer);
    timer = undefined;
    const gathered = pieces;
    pieces = [];
    bytes = 0;
    return gathered.length === 0 || write(Buffer.concat(gathered));
  };
  const sendGathered = () => {
    writeGathered();
    flush?.();
  };
  response.flush = () => {};
  response.write = (chunk: string | Uint8Array) => {
    const piece = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    pieces.push(piece);
    bytes += piece.byteLength;
    if (bytes >= pieceBytes) return writeGathered();
    timer ??= setTimeout(sendGathered, sentWithinMs);
    return true;
  };
  response.end = (...last: unknown[]) => {
    writeGathered();
    return Reflect.apply(end, response, last);
  };
  response.once("close", () => clearTimeout(timer));
}
