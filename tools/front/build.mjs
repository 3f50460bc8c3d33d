// Builds what browsers load: one stylesheet, one script, the chart island and the icon sprite, into static/built; and the letters of printed documents, into static/fonts.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { sprite } from "./sprite.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const web = join(root, "src", "minghua", "interfaces", "web");
const assets = join(web, "assets");
const served = join(web, "static", "built");
const out = join(root, "node_modules", `.built.${process.pid}`);

async function styles() {
  const tailwind = join(root, "node_modules", "@tailwindcss", "cli", "dist", "index.mjs");
  const from = join(assets, "css", "app.css");
  await promisify(execFile)(process.execPath, [tailwind, "-i", from, "-o", join(out, "app.css"), "--minify"], { cwd: root });
}

async function scripts() {
  await build({
    entryPoints: [join(assets, "js", "app.js"), join(assets, "js", "charts.js")],
    outdir: out, bundle: true, minify: true, format: "iife", target: "es2022", sourcemap: false, legalComments: "linked",
    nodePaths: [join(root, "node_modules")], logLevel: "warning",
  });
}

// Printed documents carry their own Chinese letters; browsers use those of the system and never load these.
async function fonts() {
  const from = join(root, "node_modules", "@expo-google-fonts", "noto-sans-sc");
  const to = join(web, "static", "fonts");
  await mkdir(to, { recursive: true });
  const cuts = ["400Regular", "700Bold"];
  await Promise.all(cuts.map((cut) => copyFile(join(from, cut, `NotoSansSC_${cut}.ttf`), join(to, `NotoSansSC_${cut}.ttf`))));
}

async function fingerprint() {
  const hash = createHash("sha256");
  for (const name of (await readdir(out)).sort()) hash.update(await readFile(join(out, name)));
  return hash.digest("hex").slice(0, 12);
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all([styles(), scripts(), fonts(), sprite(join(assets, "icons.txt"), join(root, "node_modules", "lucide-static", "icons"), join(out, "icons.svg"))]);
await writeFile(join(out, "build.json"), JSON.stringify({ id: await fingerprint() }));
await rm(served, { recursive: true, force: true });
await rename(out, served);
console.log(`front end built in ${Math.round(performance.now())} ms`);
