export const sessionLifetimeMs = 30 * 86_400_000;
