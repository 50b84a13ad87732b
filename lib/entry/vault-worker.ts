import { parentPort } from "node:worker_threads";
import { doVaultWork, type WorkOrder } from "@/lib/core/vault/vault-work";

parentPort?.on("message", (order: WorkOrder) => parentPort?.postMessage(doVaultWork(order)));
