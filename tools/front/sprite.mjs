// Joins the icons named in a list into one SVG of symbols.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

async function symbol(folder, name) {
  const svg = await readFile(join(folder, `${name}.svg`), "utf8");
  const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${body.replace(/\s+/g, " ").trim()}</symbol>`;
}

export async function sprite(list, folder, target) {
  const names = (await readFile(list, "utf8")).split(/\s+/).filter(Boolean);
  const symbols = await Promise.all(names.map((name) => symbol(folder, name)));
  await writeFile(target, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}
