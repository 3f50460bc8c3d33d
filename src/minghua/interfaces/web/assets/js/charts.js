// The chart island: draws every [data-chart] from its JSON with the page's own colours.
import { BarChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { options } from "./chart_options.js";

echarts.use([AriaComponent, BarChart, GridComponent, LegendComponent, LineChart, PieChart, SVGRenderer, TooltipComponent]);
const drawn = new Map();
const resized = new ResizeObserver((entries) => { for (const entry of entries) drawn.get(entry.target)?.resize(); });

function draw(figure) {
  const canvas = figure.querySelector("[data-chart-canvas]");
  drawn.get(canvas)?.dispose();
  const chart = echarts.init(canvas, null, { renderer: "svg" });
  chart.setOption(options(JSON.parse(figure.dataset.chart), canvas.clientWidth));
  drawn.set(canvas, chart);
  resized.observe(canvas);
}

function all(again = false) {
  for (const canvas of drawn.keys()) if (!canvas.isConnected) { drawn.get(canvas).dispose(); drawn.delete(canvas); resized.unobserve(canvas); }
  for (const figure of document.querySelectorAll("[data-chart]")) if (again || !drawn.has(figure.querySelector("[data-chart-canvas]"))) draw(figure);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => all());
else all();
document.addEventListener("htmx:after:swap", () => all());
document.addEventListener("minghua:theme", () => all(true));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => all(true));
