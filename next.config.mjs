/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  // The server that it runs in does that: see lib/entry/compress-response.ts.
  compress: false,
  reactStrictMode: true,
  typedRoutes: true,
  images: { unoptimized: true },
  serverExternalPackages: ["postgres", "nodemailer", "@node-rs/argon2", "pino", "stripe"],
  // Types are checked by `npm test`; a build on a user's machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    authInterrupts: true,
    // The process may not write in the folder that it serves from.
    isrFlushToDisk: false,
    serverActions: { bodySizeLimit: "4mb" },
  },
  /** Where ClearML's clients send people for credentials. */
  async redirects() {
    return ["/settings/workspace-configuration", "/settings/webapp-configuration"].map((source) => ({
      source,
      destination: "/settings/workspace",
      permanent: false,
    }));
  },
  /** Browsers ask for it wherever a page comes too late with the icon’s own name. */
  async rewrites() {
    return [{ source: "/favicon.ico", destination: "/icon.svg" }];
  },
};

export default config;
