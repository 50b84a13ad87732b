import { fileURLToPath } from "node:url";
import { repairDriver } from "./driver-repairs.mjs";

repairDriver(fileURLToPath(new URL("../../..", import.meta.url)));
