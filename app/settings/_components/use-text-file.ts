import { type ChangeEvent, type DragEvent, useRef } from "react";
import { notText, textOfFile } from "@/lib/core/vault/import-file";

/**
 * A file as the text of a field: chosen with a button, or dropped on the field. `whyNot` says why a file is not read.
 * Spread `input` on a hidden `<input>`.
 */
export function useTextFile({
  whyNot,
  onText,
  onProblem,
}: {
  whyNot: (file: File) => string | undefined;
  onText: (text: string) => void;
  onProblem: (problem: string) => void;
}) {
  const ref = useRef<HTMLInputElement>(null);

  async function read(file: File | undefined) {
    if (!file) return;
    const why = whyNot(file);
    if (why) return onProblem(why);
    const text = textOfFile(new Uint8Array(await file.arrayBuffer()));
    if (text === undefined) return onProblem(notText(file.name));
    onText(text);
  }

  return {
    choose: () => ref.current?.click(),
    input: {
      ref,
      type: "file" as const,
      hidden: true,
      onChange: (event: ChangeEvent<HTMLInputElement>) => {
        void read(event.currentTarget.files?.[0]);
        event.currentTarget.value = "";
      },
    },
    onDrop: (event: DragEvent<HTMLTextAreaElement>) => {
      const [dropped] = event.dataTransfer.files;
      if (!dropped) return;
      event.preventDefault();
      void read(dropped);
    },
  };
}
