export type ProTip = { id: string; text: string; link?: { label: string; href: `/${string}` } };

export const proTips: readonly ProTip[] = [
  {
    id: "quick-navigation",
    text: "Press Ctrl K, or ⌘ K on a Mac, to jump to a page, or to find a task, a model or a queue by its name or ID.",
  },
  {
    id: "effective-configuration",
    text: "Effective configuration shows each key that your clients get, with the vault and the line that it comes from.",
    link: { label: "Open the effective configuration", href: "/settings/workspace/effective-configuration" },
  },
  {
    id: "paste-configuration",
    text: "Paste a clearml.conf into the effective configuration to see it merged with your vaults. Steward does not store it.",
    link: { label: "Open the effective configuration", href: "/settings/workspace/effective-configuration" },
  },
  {
    id: "vault-references",
    text: `A HOCON vault can use a variable of the client’s environment: write \${NAME}, or \${?NAME} if it can be missing.`,
    link: { label: "Edit your vault", href: "/settings/workspace#vault" },
  },
  {
    id: "vault-history",
    text: "Steward keeps every saved text of your vault. Compare two of them, or restore an earlier one, in its history.",
    link: { label: "Open the history", href: "/settings/workspace/vault-history" },
  },
  {
    id: "credential-lifetime",
    text: "Give the credentials of a laptop an expiration of 90 days. A lost laptop then stops having access by itself.",
    link: { label: "Create credentials", href: "/settings/workspace" },
  },
  {
    id: "credential-label",
    text: "Label each pair of API credentials with the machine that uses it. “Last used” then shows which one to revoke.",
    link: { label: "Open your credentials", href: "/settings/workspace" },
  },
  {
    id: "offline-mode",
    text: "No connection? Call Task.set_offline(True) before Task.init. Task.import_offline_session(path) uploads the run later.",
  },
  {
    id: "execute-remotely",
    text: 'Call task.execute_remotely(queue_name="…") in a script to stop it on your machine and to run it from a queue.',
    link: { label: "Open the queues", href: "/projects/queues" },
  },
  {
    id: "connect-parameters",
    text: "Pass a dictionary to task.connect() to see its values on the task’s page, and to change them in a clone of the task.",
  },
  {
    id: "clearml-init-environment",
    text: "In containers, set CLEARML_API_HOST, CLEARML_API_ACCESS_KEY and CLEARML_API_SECRET_KEY instead of mounting a clearml.conf.",
    link: { label: "How a client connects", href: "/settings/help" },
  },
  {
    id: "agent-queues",
    text: "clearml-agent daemon --queue first second takes tasks of the second queue only while the first one is empty.",
    link: { label: "Open the workers", href: "/projects/workers" },
  },
  {
    id: "container-arguments",
    text: "Name more environment variables whose values a task’s page hides, for example the password of your registry.",
    link: { label: "Edit the list", href: "/settings/configuration" },
  },
  {
    id: "hidden-projects",
    text: "Pipelines and datasets live in hidden projects such as .pipelines. Show them in Projects with one preference.",
    link: { label: "Open the configuration", href: "/settings/configuration" },
  },
];

const dayMs = 86_400_000;

/** The tip to show now, if any: after a sign-in, a day after the one before, and none again until all were shown. */
export function dueTip({
  seen,
  shownAt,
  signedInAt,
  now,
}: {
  seen: readonly string[];
  shownAt: Date | null;
  signedInAt: Date;
  now: Date;
}): ProTip | undefined {
  if (shownAt && (now.getTime() - shownAt.getTime() < dayMs || signedInAt <= shownAt)) return undefined;
  return proTips.find(({ id }) => !seen.includes(id)) ?? proTips.find(({ id }) => id !== seen.at(-1));
}

/** The tips that were shown, with one more. When all were, they begin anew. */
export function withTipSeen(seen: readonly string[], id: string): string[] {
  const known = seen.filter((each) => each !== id && proTips.some((tip) => tip.id === each));
  return known.length >= proTips.length - 1 && seen.includes(id) ? [id] : [...known, id];
}
