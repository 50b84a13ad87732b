import {
  AgentText,
  type ResolvedNode,
  type ResolvedObject,
  type VaultObject,
  type VaultValue,
} from "../model/types";
import { VaultNumber } from "../model/vault-number";

/** Keys of `agent` that describe one machine: from a vault they would override what each agent finds out itself. */
const names = ["cuda_version", "cudnn_version", "default_python", "worker_id", "worker_name", "debug"];

export const machineKeys: ReadonlySet<string> = new Set(names.map((name) => `agent.${name}`));

/** What is served of a vault: all but the keys that describe one machine. */
export function withoutMachineKeys(value: VaultObject): VaultObject {
  const { agent } = value;
  if (agent === undefined) return value;
  return { ...value, agent: stripped(agent) };
}

function stripped(agent: VaultValue): VaultValue {
  if (agent instanceof AgentText) {
    return agent.otherwise === undefined ? agent : new AgentText(agent.parts, stripped(agent.otherwise));
  }
  if (agent === null || typeof agent !== "object" || Array.isArray(agent) || agent instanceof VaultNumber) {
    return agent;
  }
  return Object.fromEntries(Object.entries(agent).filter(([name]) => !names.includes(name)));
}

/** The same with the places of what is left. */
export function withoutMachineKeysIn(root: ResolvedObject): ResolvedObject {
  const agent = root.entries.get("agent");
  if (!agent) return root;
  return {
    ...root,
    entries: new Map(root.entries).set("agent", { ...agent, node: strippedNode(agent.node) }),
  };
}

function strippedNode(node: ResolvedNode): ResolvedNode {
  if (node.kind === "agent") {
    return node.otherwise ? { ...node, otherwise: strippedNode(node.otherwise) } : node;
  }
  if (node.kind !== "object") return node;
  return { ...node, entries: new Map([...node.entries].filter(([name]) => !names.includes(name))) };
}
