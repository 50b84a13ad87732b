import { drawnNumbers } from "./drawn-numbers";

const classes = ["car", "person", "bicycle", "bus", "truck", "motorcycle", "traffic light", "stop sign"];

type ClassResult = { name: string; labels: number; precision: number; recall: number; ap: number };

function resultsOf(seed: number): ClassResult[] {
  const next = drawnNumbers(seed);
  const part = (low: number) => Number((low + next() * (0.97 - low)).toFixed(3));
  return classes.map((name) => ({
    name,
    labels: Math.round(200 + next() * 9_000),
    precision: part(0.6),
    recall: part(0.5),
    ap: part(0.35),
  }));
}

export function perClassTable(seed: number): Buffer {
  const rows = resultsOf(seed).map(({ name, labels, precision, recall, ap }) =>
    [name, labels, precision, recall, ap].join(","),
  );
  return Buffer.from(`${["class,labels,precision,recall,ap", ...rows].join("\n")}\n`);
}

export function evaluationReport(seed: number): Buffer {
  const results = resultsOf(seed);
  const mean = results.reduce((sum, { ap }) => sum + ap, 0) / results.length;
  const report = { iteration: 50, images: 4_952, mAP: Number(mean.toFixed(4)), classes: results };
  return Buffer.from(`${JSON.stringify(report, null, 2)}\n`);
}

export function notes(task: string): Buffer {
  return Buffer.from(
    [
      task,
      "",
      "Data: street-scenes 1.4, split by recording so that no street is in both halves.",
      "Small objects below 16 pixels are left out of the evaluation.",
      "The night recordings of week 32 have wrong time stamps and were skipped.",
      "",
    ].join("\n"),
  );
}

const layers = [
  { name: "backbone.conv1.weight", shape: [16, 3, 3, 3] },
  { name: "neck.lateral.weight", shape: [32, 16, 1, 1] },
  { name: "head.weight", shape: [18, 32] },
  { name: "head.bias", shape: [18] },
];

/** The weights of a small network in the format safetensors. */
export function weights(seed: number): Buffer {
  const next = drawnNumbers(seed);
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  const tensors: Buffer[] = [];
  let at = 0;
  for (const { name, shape } of layers) {
    const values = Float32Array.from(
      { length: shape.reduce((product, size) => product * size, 1) },
      () => next() * 0.2 - 0.1,
    );
    header[name] = { dtype: "F32", shape, data_offsets: [at, at + values.byteLength] };
    at += values.byteLength;
    tensors.push(Buffer.from(values.buffer));
  }
  const text = JSON.stringify(header);
  const padded = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, ...tensors]);
}
