import { log } from "../log";
import { failureOf, isOk } from "./s3-problem";
import { bodyOf, type S3Body, type S3Requests } from "./s3-requests";

/** A multipart upload of one object, which is there once it is completed. */
export class S3Upload {
  readonly #etags: string[] = [];
  #bytes = 0;

  private constructor(
    private readonly requests: S3Requests,
    private readonly name: string,
    private readonly uploadId: string,
  ) {}

  static async begin(requests: S3Requests, name: string): Promise<S3Upload> {
    const answer = await requests.send({ method: "POST", name, query: { uploads: "" } });
    const uploadId = /<UploadId>([^<]+)<\/UploadId>/.exec(answer.text)?.[1];
    if (!isOk(answer.status) || uploadId === undefined) throw failureOf(answer);
    return new S3Upload(requests, name, unescaped(uploadId));
  }

  async send(body: S3Body): Promise<void> {
    const query = { partNumber: String(this.#etags.length + 1), uploadId: this.uploadId };
    const answer = await this.requests.send({ method: "PUT", name: this.name, query, body });
    const { etag } = answer.headers;
    if (!isOk(answer.status) || !etag) throw failureOf(answer);
    this.#etags.push(etag);
    this.#bytes += body.bytes.length;
  }

  async complete(): Promise<void> {
    const parts = this.#etags.map(
      (etag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${escaped(etag)}</ETag></Part>`,
    );
    const bytes = Buffer.from(`<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`);
    const answer = await this.requests.send({
      ...{ method: "POST", name: this.name, query: { uploadId: this.uploadId } },
      ...{ headers: { "content-type": "application/xml" }, body: bodyOf(bytes) },
    });
    if (isOk(answer.status) && answer.code === undefined) return;
    // The first of two attempts may have succeeded with its answer lost.
    if (answer.code !== "NoSuchUpload" || !(await this.#isThere())) throw failureOf(answer);
  }

  /** Gives back the space of the parts. What fails is logged: another error is on its way already. */
  async abort(): Promise<void> {
    try {
      const query = { uploadId: this.uploadId };
      const answer = await this.requests.send({ method: "DELETE", name: this.name, query });
      if (!isOk(answer.status) && answer.status !== 404) throw failureOf(answer);
    } catch (error) {
      log().warn(
        { err: error, object: this.name },
        "an incomplete upload could not be removed from the bucket",
      );
    }
  }

  async #isThere(): Promise<boolean> {
    const { status, headers } = await this.requests.send({ method: "HEAD", name: this.name });
    return status === 200 && Number(headers["content-length"]) === this.#bytes;
  }
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
