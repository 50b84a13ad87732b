/** What a route answers with part by part, each made when the one before it is sent. Who goes away ends it. */
export function textStream(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const next = await parts.next();
      if (next.done) controller.close();
      else controller.enqueue(new TextEncoder().encode(next.value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
