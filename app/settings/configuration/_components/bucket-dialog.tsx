"use client";

import { useEffect, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useFormDialog } from "@/components/form/use-form-dialog";
import { Button, IconButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Pencil, Plus } from "@/components/ui/icons";
import { hostOf } from "@/lib/core/storage/host-of";
import type { BucketCredentialsView } from "@/lib/operations/storage/bucket-credentials";
import { addBucketCredentialsAction, editBucketCredentialsAction } from "../actions";
import { CredentialField } from "./credential-field";

type Values = Record<"bucket" | "key" | "secret" | "token" | "region" | "host", string> & {
  removesToken: boolean;
};

const nothing: Values = {
  ...{ bucket: "", key: "", secret: "", token: "", region: "", host: "" },
  removesToken: false,
};

/** Adds a row, or edits the one that it is given. Stored secrets are not in it: an empty field keeps them. */
export function BucketDialog({
  workspaceId,
  row,
  rows = [],
  wanted,
}: {
  workspaceId: string;
  row?: BucketCredentialsView;
  rows?: BucketCredentialsView[];
  wanted?: { bucket: string; host: string };
}) {
  const start: Values = row
    ? { ...nothing, bucket: row.bucket, key: row.key, region: row.region, host: row.host }
    : { ...nothing, ...wanted };
  const [values, setValues] = useState(start);
  const save = (drawnFor: string, { removesToken, ...input }: Values) =>
    row
      ? editBucketCredentialsAction(drawnFor, { ...input, id: row.id, removesToken }).then((outcome) =>
          outcome.ok ? { ok: true as const, value: null } : outcome,
        )
      : addBucketCredentialsAction(drawnFor, input).then((outcome) =>
          outcome.ok ? { ok: true as const, value: null } : outcome,
        );
  const { run, fieldError, dialog } = useFormDialog(save, { reset: () => setValues(start) });
  const isMissing =
    wanted !== undefined &&
    wanted.bucket !== "" &&
    !rows.some(({ bucket, host }) => bucket === wanted.bucket && hostOf({ host }) === hostOf(wanted));
  // A link leads here to have this bucket added: once, whatever is done with the dialog then.
  const { onOpenChange } = dialog;
  const [isAwaited, setAwaited] = useState(isMissing);
  useEffect(() => {
    if (!isAwaited) return;
    setAwaited(false);
    onOpenChange(true);
  }, [isAwaited, onOpenChange]);

  function field(
    name: keyof typeof nothing & keyof Omit<Values, "removesToken">,
    label: string,
    hint?: string,
  ) {
    return (
      <CredentialField
        isSecret={name === "secret" || name === "token"}
        label={label}
        hint={hint}
        name={name}
        value={values[name]}
        onValueChange={(value) => setValues((before) => ({ ...before, [name]: value }))}
        error={fieldError(name)}
      />
    );
  }

  const isChanged = JSON.stringify(values) !== JSON.stringify(start);
  return (
    <FormDialog
      {...dialog}
      trigger={
        row ? (
          <IconButton label={`Edit the access to ${row.bucket}`} icon={<Pencil aria-hidden />} />
        ) : (
          <Button icon={<Plus aria-hidden />}>Add bucket</Button>
        )
      }
      title={row ? `Edit the access to “${row.bucket}”` : "Add a bucket"}
      description="Use credentials that can only read. Steward signs links with them that expire after five minutes."
      dismissable={!isChanged}
      submitLabel={row ? "Save access" : "Add bucket"}
      onSubmit={() => run(workspaceId, values)}
    >
      {field("bucket", "Bucket", "Or the container of Azure.")}
      {field("key", "Key", "The access key of Amazon S3, or an HMAC key of Google Cloud. Empty for Azure.")}
      {field(
        "secret",
        "Secret / SAS",
        row ? "Leave it empty to keep the stored one." : "The secret key, or the SAS token of Azure.",
      )}
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
          onCheckedChange={(removesToken) => setValues((before) => ({ ...before, removesToken }))}
        />
      ) : null}
      {field("region", "Region", "us-east-1 if it is empty.")}
      {field(
        "host",
        "Host",
        "Of S3-compatible storage, such as minio.example.com:9000, or of an Azure account. Empty for Amazon and Google. Start it with http:// if it has no https.",
      )}
    </FormDialog>
  );
}
