/** Every limit is an error at the place where it is passed. The agents' own parser is slow, so these are generous. */
export const limits = {
  textBytes: 256 * 1024,
  slowTextBytes: 64 * 1024,
  depth: 24,
  nodes: 20_000,
  references: 1_000,
  referenceChain: 100,
  expandedNodes: 100_000,
  expandedStringLength: 2 * 1024 * 1024,
  keyLength: 1024,
  syntaxErrors: 100,
  warnings: 200,
} as const;
