import type { Theme } from "../account/theme";
import type { SampleKind } from "./sample-kind";

/** What the frame of a debug sample shows. */
export type SampleView =
  | { shows: "sample"; kind: SampleKind; url: string; name: string }
  | { shows: "no_credentials"; bucket: string; href: string }
  | { shows: "insecure"; host: string };

/** The document and the policy of a frame: it loads the one file from where it is, and runs no scripts of its own. */
export function sampleDocument(
  view: SampleView,
  theme: Theme,
  nonce: string,
): { html: string; policy: string } {
  const origin = view.shows === "sample" ? originOf(view.url) : "'none'";
  const policy = [
    "default-src 'none'",
    `img-src ${origin}`,
    `media-src ${origin}`,
    `frame-src ${origin}`,
    `style-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join("; ");
  const scheme = theme === "system" ? "light dark" : theme;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Debug sample</title><style nonce="${nonce}">
:root{color-scheme:${scheme};font:12px/16px system-ui,sans-serif}
body{margin:0;height:100vh;display:grid;place-items:center;text-align:center;color:light-dark(#535c65,#a4aab1);background:light-dark(#f3f5f6,#111417)}
a{color:light-dark(#005b77,#74cde2)}p{margin:0 8px;overflow-wrap:anywhere}
img,video,iframe{width:100%;height:100vh;object-fit:contain;border:0;display:block}audio{width:calc(100% - 16px)}
iframe{background:#fff}
</style></head><body>${bodyOf(view)}</body></html>`;
  return { html, policy };
}

function bodyOf(view: SampleView): string {
  if (view.shows === "no_credentials") {
    return `<p>No credentials for <b>${escaped(view.bucket)}</b>.<br><a href="${escaped(view.href)}" target="_parent">Add bucket</a></p>`;
  }
  if (view.shows === "insecure") {
    return `<p>Browsers block plain http from <b>${escaped(view.host)}</b> on a page with https.</p>`;
  }
  const url = escaped(view.url);
  const name = escaped(view.name);
  const bodies: Record<SampleKind, string> = {
    image: `<a href="${url}" target="_blank" rel="noopener noreferrer"><img src="${url}" alt="${name} can’t be shown"></a>`,
    video: `<video src="${url}" controls preload="metadata" aria-label="${name}"></video>`,
    audio: `<audio src="${url}" controls preload="metadata" aria-label="${name}"></audio>`,
    text: `<iframe src="${url}" sandbox="" title="${name}"></iframe>`,
    html: `<iframe src="${url}" sandbox="allow-scripts" title="${name}"></iframe>`,
    other: `<p><a href="${url}" target="_blank" rel="noopener noreferrer">Open ${name}</a></p>`,
  };
  return bodies[view.kind];
}

/** A source of a policy can’t contain what ends a source or a policy. */
function originOf(url: string): string {
  const { origin } = new URL(url);
  return /^https?:\/\/[^\s;,'"]+$/.test(origin) ? origin : "'none'";
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
