// An old Node must be able to read this file: it tells what is missing before anything modern loads.
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 9)) {
  console.error(
    `Steward needs Node.js 20.9 or newer, but this is ${process.version}. Install a newer version from https://nodejs.org.`,
  );
  process.exitCode = 1;
} else {
  import("./launch/launch.mjs").then(({ launch }) => launch(process.argv.slice(2)));
}
