import { Server } from "node:http";
import next from "next";
import { closePool, openPool } from "@/db/client";
import { migrate } from "@/db/migrate";
import { rewriteStoredEmails } from "@/lib/operations/account/stored-emails";
import { sealAuditLogs } from "@/lib/operations/audit/audit-check";
import { findSetUpToken } from "@/lib/operations/installation/set-up";
import { logConsole } from "@/lib/server/console-log";
import { type Settings, settings } from "@/lib/server/env";
import { log } from "@/lib/server/log";
import { productVersion } from "@/lib/server/version";
import { runBillingJobs } from "./billing-jobs";
import { checkDatabase } from "./check-database";
import { checkSettings } from "./check-settings";
import { deleteStoredObjects } from "./delete-stored-objects";
import { type DemoAccess, insertDemo } from "./demo";
import { dropPrivileges } from "./drop-privileges";
import { createHttpServer } from "./http-server";
import { deliverMails } from "./mail-delivery";
import { meterCalls } from "./meter-calls";
import { openFiles } from "./open-files";
import { dataFolderOf, prepareStorage } from "./prepare-storage";
import { summarizeRefusals } from "./refusal-log";
import { remakeCanonicals } from "./remake-canonicals";
import { sendTelemetryHourly } from "./send-telemetry";
import { shutDownOnSignal } from "./shutdown";
import { StartupProblem } from "./startup-problem";
import { sweepFiles } from "./sweep-files";
import { openVaultThreads } from "./vault-threads";
import { watchUsage } from "./warn-of-usage";

export type StartOptions = { dir: string; demo: boolean; json: boolean; dev: boolean };

/**
 * Assembles the process and starts serving. Throws `StartupProblem` for what the operator can fix, after
 * closing everything.
 */
export async function start(options: StartOptions): Promise<void> {
  checkSettings(process.env);
  process.stdout.on("error", () => {});
  const say = (line: string) => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  const { dataFolder, embedded } = await prepareStorage(options.dir, { say });
  const restoreConsole = options.dev ? () => {} : logConsole();
  try {
    const current = settings();
    await checkDatabase(current.databaseUrl);
    await migrate(current.databaseDirectUrl, options.dir);
    openPool(current.databaseUrl, {
      maxConnections: current.databasePoolSize,
      preparedStatements: current.preparedStatements,
    });
    await openFiles(current, { dataFolder: dataFolderOf(options.dir), embedded, say });
    const sealed = await sealAuditLogs();
    if (sealed > 0) log().warn({ logs: sealed }, "signed the ends of audit logs that were not signed");
    const closeThreads = openVaultThreads(new URL("./vault-worker.mjs", import.meta.url));
    const { rewritten, left } = await rewriteStoredEmails();
    if (rewritten > 0) log().info({ accounts: rewritten }, "normalized e-mail addresses");
    if (left.length > 0) {
      log().warn(
        { emails: left },
        "these e-mail addresses were not normalized, because their normalized form is taken or not allowed",
      );
    }
    const demo = options.demo ? await insertDemo() : undefined;
    const setUpToken = await findSetUpToken();
    const { server, closePages } = await serve(options, current);
    if (embedded && !options.dev) dropPrivileges(options.dir, embedded.runsAs);
    await demo?.uploadFiles();
    shutDownOnSignal(server, [
      deliverMails(),
      summarizeRefusals(),
      meterCalls(),
      watchUsage(),
      remakeCanonicals(),
      sweepFiles(),
      deleteStoredObjects(),
      sendTelemetryHourly(),
      runBillingJobs(),
      closePages,
      closeThreads,
      closePool,
      async () => embedded?.stop(),
    ]);
    announce({ current, dataFolder, demo, setUpToken, json: options.json });
  } catch (error) {
    restoreConsole();
    await closePool().catch(() => {});
    await embedded?.stop();
    throw error;
  }
}

async function serve(
  options: StartOptions,
  current: Settings,
): Promise<{ server: Server; closePages: () => Promise<void> }> {
  process.env.NEXTAUTH_URL = current.publicUrl;
  const { hostname, port } = new URL(current.publicUrl);
  const app = next({
    dev: options.dev,
    dir: options.dir,
    hostname,
    port: Number(port) || current.port,
    quiet: true,
    // Next would otherwise listen for upgrades on our server, and answer them past every check of ours.
    httpServer: options.dev ? undefined : new Server(),
  });
  await app.prepare();
  const pages = app.getRequestHandler();
  const server = createHttpServer((request, response) => pages(request, response));
  if (options.dev) server.on("upgrade", app.getUpgradeHandler());
  await listen(server, current);
  return { server, closePages: () => app.close() };
}

function listen(server: Server, current: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.syscall === "listen" ? new StartupProblem(listenProblem(error, current)) : error);
    });
    server.listen({ port: current.port, ...(current.host ? { host: current.host } : {}) }, resolve);
  });
}

function listenProblem(error: NodeJS.ErrnoException, { port, host }: Settings): string {
  if (error.code === "EADDRINUSE") {
    return `Port ${port} is in use by another program. Stop it, or set PORT to another number.`;
  }
  if (error.code === "EACCES")
    return `This user can’t listen on port ${port}. Set PORT to a number above 1023.`;
  return `Can’t listen on ${host ?? "any address"}, port ${port} (${error.code}). Check HOST and PORT.`;
}

function announce(facts: {
  current: Settings;
  dataFolder: string | undefined;
  demo: DemoAccess | undefined;
  setUpToken: string | undefined;
  json: boolean;
}): void {
  const { current, dataFolder, demo, setUpToken: token } = facts;
  const lines = [
    ["URL", current.publicUrl],
    dataFolder ? ["Data", dataFolder] : ["Database", shownDatabase(current.databaseUrl)],
    ...(token
      ? [["Set-up", `${current.publicUrl}/set-up?token=${token}  (creates the first account, works once)`]]
      : []),
    ...(demo?.signIns.map(({ email, password }, index) => [
      index ? "" : "Sign in",
      `${email}  ${password}`,
    ]) ?? []),
    ...(demo ? [["API", `${demo.credentials.access_key}  ${demo.credentials.secret_key}`]] : []),
  ];
  const block = lines.map(([name = "", value]) => `  ${name.padEnd(10)}${value}`).join("\n");
  process.stdout.write(`\nSteward ${productVersion}\n${block}\n\n`);
  if (facts.json) {
    process.stdout.write(
      `${JSON.stringify({ url: current.publicUrl, dataDir: dataFolder ?? null, signIns: demo?.signIns ?? [], ...(demo ? { credentials: demo.credentials } : {}) })}\n`,
    );
  }
  log().info({ url: current.publicUrl, version: productVersion }, "serving");
}

function shownDatabase(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}${port ? `:${port}` : ""}${pathname}`;
}
