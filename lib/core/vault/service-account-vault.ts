import type { z } from "zod";
import { serviceAccountChoice } from "../workspace/service-account";
import { revisionRestore, vaultEdit, vaultForm, vaultSwitch } from "./inputs";

export const serviceAccountVaultEdit = vaultEdit.extend(serviceAccountChoice.shape);
export type ServiceAccountVaultEdit = z.infer<typeof serviceAccountVaultEdit>;

export const serviceAccountVaultForm = vaultForm.extend(serviceAccountChoice.shape);

export const serviceAccountVaultSwitch = vaultSwitch.extend(serviceAccountChoice.shape);
export type ServiceAccountVaultSwitch = z.infer<typeof serviceAccountVaultSwitch>;

export const serviceAccountVaultRestore = revisionRestore
  .omit({ vaultId: true })
  .extend(serviceAccountChoice.shape);
export type ServiceAccountVaultRestore = z.infer<typeof serviceAccountVaultRestore>;
