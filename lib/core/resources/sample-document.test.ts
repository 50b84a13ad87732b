import { describe, expect, test } from "vitest";
import { sampleDocument } from "./sample-document";
import { sampleHref, sampleKindOf } from "./sample-kind";

test.each([
  ["s3://b/a.PNG", "image"],
  ["s3://b/a.jpeg?versionId=1", "image"],
  ["s3://b/a.mp4", "video"],
  ["gs://b/a.wav", "audio"],
  ["azure://a/b/c.csv", "text"],
  ["s3://b/a.html", "html"],
  ["s3://b/a.htm#part", "html"],
  ["s3://b/a.html.npz", "other"],
  ["s3://b/a", "other"],
])("%s is %s", (url, kind) => {
  expect(sampleKindOf(url)).toBe(kind);
});

test("a frame is found by what names a sample, whatever is in the names", () => {
  expect(sampleHref("/projects/tasks/t", { metric: "a&b=c", variant: "#1", iteration: 2 })).toBe(
    "/projects/tasks/t/sample?metric=a%26b%3Dc&variant=%231&iteration=2",
  );
});

describe("the document of a sample", () => {
  const url = "https://b.s3.eu-central-1.amazonaws.com/a.png?X-Amz-Signature=1&x=2";
  const view = { shows: "sample", kind: "image", url, name: "a.png" } as const;

  test("may load from the one origin, and run nothing", () => {
    const { policy } = sampleDocument(view, "system", "n0nce");
    expect(policy).toBe(
      "default-src 'none'; img-src https://b.s3.eu-central-1.amazonaws.com; media-src https://b.s3.eu-central-1.amazonaws.com; frame-src https://b.s3.eu-central-1.amazonaws.com; style-src 'nonce-n0nce'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    );
  });

  test("keeps what clients named out of its markup", () => {
    const name = `"><script>alert(1)</script>'`;
    for (const kind of ["image", "video", "audio", "text", "html", "other"] as const) {
      const { html } = sampleDocument({ ...view, kind, name, url: `${url}&"><script>` }, "dark", "n");
      expect(html).not.toContain("<script");
      expect(html).not.toContain(`"><s`);
    }
    const bucket = "<img src=x onerror=alert(1)>";
    const { html, policy } = sampleDocument(
      { shows: "no_credentials", bucket, href: '/a?"><script>' },
      "light",
      "n",
    );
    expect(html).not.toMatch(/<img|<script/);
    expect(policy).toContain("img-src 'none'");
  });

  test("keeps pages of clients in a sandbox, where text runs nothing", () => {
    expect(sampleDocument({ ...view, kind: "html" }, "light", "n").html).toContain('sandbox="allow-scripts"');
    expect(sampleDocument({ ...view, kind: "text" }, "light", "n").html).toContain('sandbox=""');
  });
});
