"use client";

import { useState } from "react";
import { Field } from "@/components/form/field";
import { FormDialog } from "@/components/form/form-dialog";
import { SelectField } from "@/components/form/select-field";
import { useFormDialog } from "@/components/form/use-form-dialog";
import { Button, IconButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Pencil, Plus } from "@/components/ui/icons";
import { Textarea } from "@/components/ui/textarea";
import type { BucketService } from "@/lib/core/storage/bucket-credentials";
import { type CleanupMethod, cleanupLabel, methodsOf } from "@/lib/core/storage/cleanup-words";
import type { CleanupCredentialsView } from "@/lib/operations/storage/cleanup-credentials";
import { addCleanupCredentialsAction, editCleanupCredentialsAction } from "../actions";
import { CredentialField } from "./credential-field";

const texts = { bucket: "", key: "", secret: "", token: "", region: "", project: "", host: "" };
type Values = typeof texts & {
  method: CleanupMethod;
  isSecure: boolean;
  verifiesCertificate: boolean;
  removesToken: boolean;
};

export type CleanupDialogProps = {
  workspaceId: string;
  service: BucketService;
  forWorkspace: boolean;
  /** Whether the operator lets administrators use the credentials of the server. */
  permitsChain: boolean;
  /** The one to edit. Stored secrets are not in it: an empty field keeps them. */
  row?: CleanupCredentialsView;
};

export function CleanupCredentialsDialog({
  workspaceId,
  service,
  forWorkspace,
  permitsChain,
  row,
}: CleanupDialogProps) {
  const [usual = "key"] = methodsOf[service];
  const start: Values = {
    ...texts,
    ...{ method: usual, isSecure: true, verifiesCertificate: true, removesToken: false },
    ...(row && pickValues(row)),
  };
  const [values, setValues] = useState(start);
  const save = async (drawnFor: string, { removesToken, ...input }: Values) => {
    const fields = { ...input, service, forWorkspace };
    const outcome = row
      ? await editCleanupCredentialsAction(drawnFor, { ...fields, id: row.id, removesToken })
      : await addCleanupCredentialsAction(drawnFor, fields);
    return outcome.ok ? { ok: true as const, value: null } : outcome;
  };
  const { run, fieldError, dialog } = useFormDialog(save, { reset: () => setValues(start) });
  const change = (some: Partial<Values>) => setValues((before) => ({ ...before, ...some }));
  const { method } = values;
  const keepsHint = row && row.method === method ? "Leave it empty to keep the stored one." : undefined;

  function field(name: keyof typeof texts, label: string, hint?: string) {
    return (
      <CredentialField
        isSecret={name === "secret" || name === "token"}
        label={label}
        hint={hint}
        name={name}
        value={values[name]}
        onValueChange={(value) => change({ [name]: value })}
        error={fieldError(name)}
      />
    );
  }

  const methods = methodsOf[service].filter(
    (each) => each !== "chain" || (permitsChain && forWorkspace) || row?.method === "chain",
  );
  const rowLabel = row ? cleanupLabel(row) : "";
  return (
    <FormDialog
      {...dialog}
      trigger={
        row ? (
          <IconButton label={`Edit the cleanup credentials for ${rowLabel}`} icon={<Pencil aria-hidden />} />
        ) : (
          <Button icon={<Plus aria-hidden />}>
            {addLabels[service]}
            <span className="sr-only"> for storage cleanup</span>
          </Button>
        )
      }
      title={row ? `Edit the cleanup credentials for “${rowLabel}”` : titles[service]}
      description={
        forWorkspace
          ? "Used to delete the files of tasks and models that anybody in this workspace deletes."
          : "Used to delete the files of tasks and models that you delete. Nobody else uses them."
      }
      dismissable={JSON.stringify(values) === JSON.stringify(start)}
      submitLabel={row ? "Save credentials" : "Add credentials"}
      onSubmit={() => run(workspaceId, values)}
    >
      {methods.length > 1 ? (
        <SelectField
          label="Sign with"
          options={methods.map((value) => ({ value, label: methodNames[service][value] ?? value }))}
          value={method}
          onChange={({ currentTarget }) => change({ method: currentTarget.value as CleanupMethod })}
          error={fieldError("method")}
        />
      ) : null}
      {service === "azure" ? field("key", "Account name") : null}
      {service === "azure"
        ? field("bucket", "Container", "Empty for all containers of the account without a row of their own.")
        : field("bucket", "Bucket", "Empty for all buckets without a row of their own.")}
      {method === "json" ? (
        <>
          {field("project", "Project", "Empty for the one that the key file names.")}
          <Field
            label="Credentials JSON"
            hint={keepsHint ?? "The key file of a service account."}
            error={fieldError("secret")}
          >
            {(control) => (
              <Textarea
                {...control}
                mono
                rows={5}
                spellCheck={false}
                autoComplete="off"
                value={values.secret}
                onChange={({ currentTarget }) => change({ secret: currentTarget.value })}
              />
            )}
          </Field>
        </>
      ) : null}
      {method === "key" && service !== "azure" ? field("key", service === "gcs" ? "HMAC key" : "Key") : null}
      {method === "key" || method === "sas"
        ? field("secret", secretLabels[method === "sas" ? "sas" : service], keepsHint)
        : null}
      {service === "s3" && method === "key" ? (
        <>
          {field(
            "token",
            "Token",
            row?.hasToken
              ? "Of temporary credentials. Leave it empty to keep the stored one."
              : "Of temporary credentials alone.",
          )}
          {row?.hasToken ? (
            <Checkbox
              label="Remove the stored token"
              checked={values.removesToken}
              onCheckedChange={(removesToken) => change({ removesToken })}
            />
          ) : null}
        </>
      ) : null}
      {service === "s3" ? field("region", "Region", "us-east-1 if it is empty.") : null}
      {method === "chain" ? null : (
        <>
          {field("host", "Host", hostHints[service])}
          {values.host === "" ? null : (
            <>
              <Checkbox
                label="Secure"
                hint="Requests use https."
                checked={values.isSecure}
                onCheckedChange={(isSecure) => change({ isSecure })}
              />
              {values.isSecure ? (
                <Checkbox
                  label="Verify the certificate"
                  hint="Without it, others on the way to the host can read what is sent."
                  checked={values.verifiesCertificate}
                  onCheckedChange={(verifiesCertificate) => change({ verifiesCertificate })}
                />
              ) : null}
            </>
          )}
        </>
      )}
    </FormDialog>
  );
}

function pickValues(row: CleanupCredentialsView): Partial<Values> {
  const { method, bucket, key, region, project, host, isSecure, verifiesCertificate } = row;
  return { method, bucket, key, region, project, host, isSecure, verifiesCertificate };
}

const addLabels: Record<BucketService, string> = {
  s3: "Add keys",
  gcs: "Add key file",
  azure: "Add account",
};
const titles: Record<BucketService, string> = {
  s3: "Add keys of Amazon S3 or compatible storage",
  gcs: "Add credentials of Google Cloud Storage",
  azure: "Add an account of Azure Blob Storage",
};
const secretLabels: Record<BucketService | "sas", string> = {
  s3: "Secret",
  gcs: "HMAC secret",
  azure: "Account key",
  sas: "SAS",
};
const methodNames: Record<BucketService, Partial<Record<CleanupMethod, string>>> = {
  s3: { key: "Key and secret", chain: "Credentials of this server" },
  gcs: { json: "Key file of a service account", key: "HMAC key" },
  azure: { key: "Account key", sas: "SAS" },
};
const hostHints: Record<BucketService, string> = {
  s3: "Of S3-compatible storage, with its port, such as minio.example.com:9000. Empty for Amazon S3.",
  gcs: "Of a private endpoint. Empty for storage.googleapis.com.",
  azure: "Empty for ACCOUNT.blob.core.windows.net.",
};
