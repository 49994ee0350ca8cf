"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const place = document.getElementById("parallel");
  if (data.lines.length === 0) {
    place.remove();
    return;
  }
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const last = data.axes.length - 1;
  const values = data.lines.map((line) => Number(line[last]));
  const chart = echarts.init(place, null, { renderer: "svg" });
  chart.setOption({
    animation: false,
    parallel: { left: 60, right: 90, top: 40, bottom: 50, parallelAxisDefault: {
      nameTextStyle: { color: colour("--text") },
      axisLabel: { color: colour("--muted") },
      axisLine: { lineStyle: { color: colour("--muted") } }
    } },
    parallelAxis: data.axes.map((axis, i) => axis.values.length > 0
      ? { dim: i, name: axis.name, type: "category", data: axis.values }
      : { dim: i, name: axis.name, type: "value", scale: true }),
    visualMap: {
      show: false,
      dimension: last,
      min: Math.min(...values),
      max: Math.max(...values),
      inRange: { color: ["#d55e00", "#999999", "#0072b2"] }
    },
    series: [{
      type: "parallel",
      lineStyle: { width: 2, opacity: 0.7 },
      data: data.lines.map((line) => line.map((value, i) => data.axes[i].values.length > 0 ? value : Number(value)))
    }]
  });
  window.addEventListener("resize", () => chart.resize());
})();
