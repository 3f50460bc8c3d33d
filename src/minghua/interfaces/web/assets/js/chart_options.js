// What ECharts is told: kinds of charts from labels and series, in the page's colours, still when motion is unwanted.
const probe = document.createElement("span");

function colour(name) {
  document.body.append(probe);
  probe.style.color = `var(--${name})`;
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

const signs = ["¥", "£", "$", "€"];

function written(value, unit = "") {
  const figure = value.toLocaleString();
  if (signs.includes(unit)) return unit + figure;
  return unit.length < 3 ? figure + unit : figure;
}

function pie({ labels, series }) {
  const data = labels.map((name, at) => ({ name, value: series[0].data[at] }));
  return { series: [{ type: "pie", radius: ["52%", "78%"], data, label: { color: colour("ink-2") }, itemStyle: { borderColor: colour("sheet"), borderWidth: 2 } }] };
}

// How many rows the names take in the room there is, an East Asian letter being as wide as the type.
function legendRows(series, room) {
  if (series.length < 2) return 0;
  const widths = series.map(({ name }) => 26 + [...name].reduce((sum, letter) => sum + (letter > "⺀" ? 12 : 7), 0));
  let rows = 1, used = 0;
  for (const width of widths) {
    if (used && used + width > room) { rows += 1; used = 0; }
    used += width;
  }
  return rows;
}

// Names of bars break between words; where a word is wider than its bar they all lean.
function beneath(labels, width) {
  const latin = labels.flatMap((label) => label.split(/[\s\u2E80-\uFFFF]+/));
  return latin.some((word) => word.length * 8 > width) ? { rotate: 32 } : { width, overflow: "break", lineHeight: 15 };
}

function axes({ kind, labels, series, unit }, room) {
  const line = { lineStyle: { color: colour("line-2") } };
  const text = { color: colour("ink-3"), fontSize: 12 };
  const bar = kind === "bar" || kind === "stack";
  // A few bars are all named beneath and told above; many are read along the axis.
  const few = kind === "bar" && labels.length < 9;
  const named = few ? { ...text, interval: 0, ...beneath(labels, Math.floor((room - 48) / labels.length) - 4) } : text;
  const told = few && series.length === 1 ? { show: true, position: "top", color: colour("ink-2"), formatter: ({ value }) => written(value, unit) } : undefined;
  const shape = (one) => ({
    name: one.name, data: one.data, type: bar ? "bar" : "line", stack: kind === "stack" ? "all" : undefined, label: told, barMaxWidth: 26, symbolSize: 5, showSymbol: labels.length < 32,
    areaStyle: kind === "area" ? { opacity: 0.14 } : undefined, itemStyle: bar && kind !== "stack" ? { borderRadius: [3, 3, 0, 0] } : undefined, lineStyle: { width: 2 },
  });
  return {
    grid: { left: 4, right: 12, top: legendRows(series, room) * 22 + (series.length > 1 ? 12 : told ? 22 : 14), bottom: 4, containLabel: true },
    xAxis: { type: "category", data: labels, axisLine: line, axisTick: { show: false }, axisLabel: named },
    yAxis: { type: "value", name: "", splitNumber: few ? 2 : 5, axisLabel: { ...text, formatter: (value) => written(value, unit) }, splitLine: { lineStyle: { color: colour("line") } } },
    series: series.map(shape),
  };
}

export function options(data, room) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    animation: !still, animationDuration: 350, aria: { enabled: true },
    color: ["accent", "warn", "info", "ok", "violet", "pink", "danger"].map(colour),
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    tooltip: { trigger: data.kind === "pie" ? "item" : "axis", backgroundColor: colour("raised"), borderColor: colour("line-2"), textStyle: { color: colour("ink"), fontSize: 13 } },
    legend: data.series.length > 1 ? { top: 0, left: 0, textStyle: { color: colour("ink-2") }, icon: "roundRect", itemWidth: 10, itemHeight: 10 } : undefined,
    ...(data.kind === "pie" ? pie(data) : axes(data, room)),
  };
}
