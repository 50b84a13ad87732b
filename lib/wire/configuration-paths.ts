export const configurationPaths = {
  export: "/api/access-configuration",
  plan: "/api/access-configuration/plan",
  apply: "/api/access-configuration/apply",
} as const;
