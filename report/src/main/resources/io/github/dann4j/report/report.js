"use strict";

// Draws a report from its values. Texts of the report are only ever set as text, never as markup: class names are the names of
// users' folders.
(() => {
  const report = JSON.parse(document.getElementById("report").textContent);
  const labeled = report.methods.some((method) => method.targetAccuracy);
  const byKey = new Map(report.methods.map((method) => [method.key, method]));
  const compared = report.comparison.map((key) => byKey.get(key));
  const several = report.methods.some((method) => method.seeds.length > 1);

  // ---------------------------------------------------------------- colours

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let printing = false;

  const THEMES = {
    light: {
      text: "#1a1f26", muted: "#55606c", line: "#d5dce3", grid: "#e8ecf0", paper: "#ffffff",
      ramp: ["#ffffff", "#d6e6f2", "#8fbfdf", "#3d8fc4", "#0072b2", "#003f66"],
      methods: { "source-only": "#d55e00", adabn: "#cc79a7", dann: "#0072b2", "target-only": "#009e73" },
      moreMethods: ["#e69f00", "#56b4e9", "#8a7a00", "#7b3fa0", "#a0522d", "#6b8e23"],
      domains: ["#0072b2", "#d55e00"],
      // Okabe and Ito's colours and two more, enough for ten digits.
      classes: ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#8a7a00", "#1a1f26", "#7b3fa0", "#9a9a9a"],
      lightness: [38, 58],
    },
    dark: {
      text: "#e6ebf0", muted: "#9da9b6", line: "#303a45", grid: "#232b34", paper: "#10151b",
      ramp: ["#10151b", "#123a56", "#1d608c", "#3d8fc4", "#7cc4ec", "#d8effb"],
      methods: { "source-only": "#f0833a", adabn: "#dd98bf", dann: "#56b4e9", "target-only": "#2fbf93" },
      moreMethods: ["#e6b23a", "#8fd0f5", "#c9b820", "#a877d0", "#d08a5f", "#a3c65a"],
      domains: ["#56b4e9", "#f0833a"],
      classes: ["#3a9bd9", "#e69f00", "#1fb58a", "#f0703a", "#dd98bf", "#8fd0f5", "#c9b820", "#f2f4f6", "#a877d0", "#8b8b8b"],
      lightness: [55, 72],
    },
  };

  const theme = () => THEMES[dark.matches && !printing ? "dark" : "light"];
  const moreMethods = report.methods.map((method) => method.key).filter((key) => !(key in THEMES.light.methods));
  const methodColour = (key) => {
    const more = theme().moreMethods;
    return theme().methods[key] || more[moreMethods.indexOf(key) % more.length] || theme().muted;
  };

  const classColour = (label) => {
    const count = report.classes.length;
    if (label < 0) {
      return theme().muted;
    }
    if (count <= theme().classes.length) {
      return theme().classes[label];
    }
    return `hsl(${Math.round((360 * label) / count)}, ${label % 2 ? 55 : 80}%, ${theme().lightness[label % 3 ? 0 : 1]}%)`;
  };

  // ---------------------------------------------------------------- text

  const percent = (share, digits = 2) => (100 * share).toFixed(digits);

  const NONE = "–";

  const quantity = (value) => {
    if (!value) {
      return NONE;
    }
    return value.perSeed.length > 1 ? `${percent(value.mean)} ± ${percent(value.sd)}` : percent(value.mean);
  };

  const duration = (seconds) => {
    const whole = Math.round(seconds);
    const two = (number) => String(number).padStart(2, "0");
    return whole < 3600
      ? `${Math.floor(whole / 60)}:${two(whole % 60)}`
      : `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  };

  const number = (value) => {
    const size = Math.abs(value);
    return size > 0 && size < 0.0001 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
  };

  const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  const className = (label) => (label < 0 ? "unknown" : report.classes[label]);

  // ---------------------------------------------------------------- elements

  const byId = (id) => document.getElementById(id);

  /** An element; children are elements or text. */
  const make = (tag, properties = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name === "class") {
        element.className = value;
      } else if (name in element && name !== "style") {
        element[name] = value;
      } else {
        element.setAttribute(name, value);
      }
    }
    element.append(...children);
    return element;
  };

  const swatch = (colour, shape = "") => {
    const element = make("span", { class: `swatch ${shape}` });
    element.style[shape === "triangle" ? "color" : "background"] = colour;
    return element;
  };

  const show = (id) => {
    const section = byId(id);
    section.hidden = false;
    byId("contents").append(make("a", { href: `#${id}` }, section.dataset.title));
    return section;
  };

  const body = (id) => byId(id).querySelector(".body");
  const plots = (id) => byId(id).querySelector(".plots");

  // ---------------------------------------------------------------- charts

  const charts = [];

  /**
   * A chart in its own figure. `option` is called again whenever colours or width change.
   * Lines are drawn as SVG, which prints at any size; thousands of points on a canvas.
   */
  const chart = (parent, caption, unit, height, option, renderer = "svg") => {
    const host = make("div", { class: "chart", role: "img" });
    host.setAttribute("aria-label", unit ? `${caption}, ${unit}` : caption);
    const title = make("figcaption", {}, caption);
    if (unit) {
      title.append(" ", make("small", {}, unit));
    }
    parent.append(make("figure", {}, title, host));
    const size = () => height(host.clientWidth);
    host.style.height = `${size()}px`;
    const drawn = echarts.init(host, null, { renderer });
    const draw = () => {
      drawn.setOption(
        {
          animation: false,
          textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: theme().text },
          ...option(host.clientWidth, size()),
        },
        { notMerge: true },
      );
      drawn.getZr().flush(); // now, because printing does not wait for the next frame
      const svg = host.querySelector("svg");
      if (svg) {
        svg.setAttribute("viewBox", `0 0 ${drawn.getWidth()} ${drawn.getHeight()}`);
      }
    };
    const resize = () => {
      if (host.clientWidth !== drawn.getWidth()) {
        host.style.height = `${size()}px`;
        drawn.resize();
        draw();
      }
    };
    draw();
    charts.push({ draw, resize });
    return { draw, drawn };
  };

  const axis = (name, gap, more = {}) => ({
    name,
    nameLocation: "middle",
    nameGap: gap,
    nameTextStyle: { color: theme().muted, fontSize: 12 },
    axisLabel: { color: theme().muted, fontSize: 12, hideOverlap: true, ...more.label },
    axisLine: { show: true, lineStyle: { color: theme().line } },
    axisTick: { show: false },
    splitLine: { show: more.grid !== false, lineStyle: { color: theme().grid } },
    ...more.axis,
  });

  const tooltip = (more) => ({
    confine: true,
    backgroundColor: theme().paper,
    borderColor: theme().line,
    padding: 10,
    textStyle: { color: theme().text },
    ...more,
  });

  // ---------------------------------------------------------------- head

  const head = () => {
    byId("source").textContent = report.source;
    byId("target").textContent = report.target;
    byId("question").textContent = report.question;
    byId("answer").textContent = report.answer;
    for (const one of report.highlights) {
      byId("highlights").append(
        make(
          "li",
          {},
          make("span", { class: "label" }, one.label),
          make("span", { class: "value" }, one.value),
          make("span", { class: "note" }, one.note),
        ),
      );
    }
  };

  const findings = () => {
    if (!report.findings.length) {
      return;
    }
    show("findings");
    const words = { NOTE: "note", WARNING: "warning", SERIOUS: "serious" };
    for (const one of report.findings) {
      body("findings").append(
        make(
          "div",
          { class: `finding ${words[one.severity]}` },
          make("h3", {}, one.title, " ", make("span", { class: "severity" }, words[one.severity])),
          make("p", {}, one.text),
        ),
      );
    }
  };

  /** The word for the classified examples. */
  const things = report.features && !report.features.source ? "rows" : "images";
  const thing = things.slice(0, -1);

  // ---------------------------------------------------------------- methods

  const columns = [
    ["target", "Target accuracy, %", (method) => quantity(method.targetAccuracy)],
    [
      "seeds",
      "Each seed",
      (method) => (method.targetAccuracy ? method.targetAccuracy.perSeed.map((share) => percent(share)).join("  ") : NONE),
    ],
    ["source", "Source accuracy, %", (method) => quantity(method.sourceAccuracy)],
    ["domain", "Domain accuracy, %", (method) => quantity(method.domainAccuracy)],
    ["gap", "Gap covered", (method) => (method.gapCovered === null ? NONE : `${percent(method.gapCovered, 0)} %`)],
    ["time", "Time per seed", (method) => duration(method.secondsPerSeed)],
    ["rate", `${things[0].toUpperCase()}${things.slice(1)}/s`, (method) => Math.round(method.imagesPerSecond).toLocaleString("en")],
  ];

  const table = () => {
    show("methods");
    if (several) {
      byId("over-seeds").textContent = `; mean ± standard deviation over seeds ${report.methods[0].seeds.join(", ")}`;
    }
    const shown = columns.filter(
      ([name, , value]) => report.methods.some((method) => value(method) !== NONE) && (several || name !== "seeds"),
    );
    byId("about-gap").hidden = !shown.some(([name]) => name === "gap");
    const rows = report.methods.map((method) =>
      make(
        "tr",
        { "data-method": method.key },
        make("th", { scope: "row" }, swatch(methodColour(method.key)), method.name),
        ...shown.map(([name, label, value]) =>
          make(
            "td",
            { class: value(method) === NONE ? `${name} none` : name, "data-column": name, "data-label": label },
            value(method),
          ),
        ),
      ),
    );
    body("methods").append(
      make(
        "table",
        { class: "stacked" },
        make(
          "thead",
          {},
          make("tr", {}, make("th", { scope: "col" }, "Method"), ...shown.map(([, label]) => make("th", { scope: "col" }, label))),
        ),
        make("tbody", {}, ...rows),
      ),
    );
  };

  /** A ring per seed, a bar for the mean, a line for one standard deviation to either side. */
  const strip = (caption, unit, axisName, value, reference) => {
    const methods = report.methods.filter(value);
    if (!methods.length) {
      return;
    }
    const all = methods.flatMap((method) => value(method).perSeed.map((share) => 100 * share));
    const lowest = reference ? 0 : Math.max(0, Math.floor((Math.min(...all) - 3) / 20) * 20);
    chart(byId("strips"), caption, unit, () => 76 + 38 * Math.max(2, methods.length), (width) => {
      const colours = methods.map((method) => methodColour(method.key));
      return {
        grid: { left: 108, right: 22, top: reference ? 26 : 10, bottom: 48 },
        xAxis: { type: "value", min: lowest, max: 100, interval: lowest > 30 && width > 380 ? 10 : 20, ...axis(axisName, 28) },
        yAxis: {
          type: "category",
          inverse: true,
          data: methods.map((method) => method.name),
          ...axis("", 0, { grid: false, label: { color: theme().text, fontSize: 13 } }),
        },
        tooltip: tooltip({
          formatter: (at) => {
            const method = methods[at.data.row ?? at.dataIndex];
            return make(
              "div",
              { class: "tip" },
              make(
                "div",
                {},
                make("div", { class: "title" }, method.name),
                make("div", {}, `${quantity(value(method))} %`),
                ...method.seeds.map((seed, i) => make("div", {}, `seed ${seed}: ${percent(value(method).perSeed[i])} %`)),
              ),
            );
          },
        }),
        series: [
          {
            type: "custom",
            data: methods.map((method, row) => [row, 100 * (value(method).mean - value(method).sd), 100 * (value(method).mean + value(method).sd)]),
            encode: { x: [1, 2], y: 0 },
            silent: true,
            renderItem: (at, api) => {
              const [from, y] = api.coord([api.value(1), api.value(0)]);
              const [to] = api.coord([api.value(2), api.value(0)]);
              return {
                type: "line",
                shape: { x1: from, y1: y, x2: to, y2: y },
                style: { stroke: colours[at.dataIndex], lineWidth: 2 },
              };
            },
          },
          {
            type: "scatter",
            symbol: "rect",
            symbolSize: [3, 20],
            data: methods.map((method, row) => ({ value: [100 * value(method).mean, row], row, itemStyle: { color: colours[row] } })),
          },
          {
            type: "scatter",
            symbolSize: 10,
            data: methods.flatMap((method, row) =>
              value(method).perSeed.map((share) => ({
                value: [100 * share, row],
                row,
                itemStyle: { color: "transparent", borderColor: colours[row], borderWidth: 1.8 },
              })),
            ),
            markLine: reference && {
              silent: true,
              symbol: "none",
              data: [{ xAxis: 50 }],
              lineStyle: { color: theme().muted, type: [5, 4], width: 1.5 },
              label: { formatter: reference, color: theme().muted, fontSize: 12, position: "start" },
            },
          },
        ],
      };
    });
  };

  const strips = () => {
    const marks = several ? "each seed, the mean, and one standard deviation" : "";
    strip("Target accuracy", marks, "accuracy (%)", (method) => method.targetAccuracy);
    if (!labeled) {
      strip("Source accuracy", marks, "accuracy (%)", (method) => method.sourceAccuracy);
    }
    strip(
      "Domain accuracy",
      "how often the domain classifier is right, after training",
      "domains recognised (%)",
      (method) => method.domainAccuracy,
      "50 %: a guess",
    );
  };

  // ---------------------------------------------------------------- validators

  const validators = () => {
    if (!report.validators.length) {
      return;
    }
    show("validators");
    const shown = report.methods.filter((method) => report.validators.some((one) => method.key in one.values));
    const withAccuracy = shown.some((method) => method.targetAccuracy);
    const withCorrelation = report.validators.some((one) => one.correlation !== null);
    byId("validator-seeds").textContent = several ? "; means over the seeds" : "";
    byId("about-best").hidden = !report.validators.some((one) => one.best !== null);
    byId("about-correlation").hidden = !withCorrelation;
    const label = (one) => `${one.name} ${one.largerIsBetter ? "↑" : "↓"}`;
    const cell = (one, method) => {
      const best = one.best === method.key;
      const value = method.key in one.values ? number(one.values[method.key]) : NONE;
      return make(
        "td",
        { class: value === NONE ? "none" : best ? "best" : "", "data-column": one.name, "data-label": label(one) },
        best ? `${value} *` : value,
      );
    };
    const rows = shown.map((method) =>
      make(
        "tr",
        { "data-method": method.key },
        make("th", { scope: "row" }, swatch(methodColour(method.key)), method.name),
        ...(withAccuracy ? [make("td", { "data-label": "Target accuracy, %" }, quantity(method.targetAccuracy))] : []),
        ...report.validators.map((one) => cell(one, method)),
      ),
    );
    if (withCorrelation) {
      rows.push(
        make(
          "tr",
          { class: "correlation" },
          make("th", { scope: "row" }, "Rank correlation"),
          make("td", { class: "none" }),
          ...report.validators.map((one) =>
            make(
              "td",
              { class: one.correlation === null ? "none" : "", "data-column": one.name, "data-label": label(one) },
              one.correlation === null ? NONE : one.correlation.toFixed(2),
            ),
          ),
        ),
      );
    }
    body("validators").append(
      make(
        "table",
        { class: "stacked" },
        make(
          "thead",
          {},
          make(
            "tr",
            {},
            make("th", { scope: "col" }, "Method"),
            ...(withAccuracy ? [make("th", { scope: "col" }, "Target accuracy, %")] : []),
            ...report.validators.map((one) => make("th", { scope: "col", title: one.title }, label(one))),
          ),
        ),
        make("tbody", {}, ...rows),
      ),
    );
  };

  // ---------------------------------------------------------------- learning curves

  const DASHES = { "source-only": "solid", dann: "solid", "target-only": [6, 4], adabn: [2, 3] };

  const trained = report.methods.filter((method) => method.curves.length);
  const hiddenMethods = new Set();

  const series = (method, value) =>
    method.curves
      .map((curve) => curve.points.filter((point) => value(point) !== null).map((point) => [point.step, value(point)]))
      .filter((points) => points.length);

  const meanOf = (lines) => lines[0].map(([step], i) => [step, lines.reduce((sum, line) => sum + line[i][1], 0) / lines.length]);

  const curve = (caption, unit, axisName, value, more = {}) => {
    const having = trained.filter((method) => series(method, value).length);
    if (!having.length) {
      return;
    }
    const text = having.map((method) => JSON.stringify(meanOf(series(method, value))));
    const same = more.schedule && having.length > 1 && text.every((one) => one === text[0]);
    const last = Math.max(...trained.flatMap((method) => method.curves.flatMap((one) => one.points.map((point) => point.step))));
    chart(plots("curves"), caption, unit, () => 240, () => {
      const shown = same ? having.slice(0, 1) : having.filter((method) => !hiddenMethods.has(method.key));
      const colour = (method) => (same ? theme().muted : methodColour(method.key));
      const name = (method) => (same ? "every method" : method.name);
      return {
        grid: { left: more.wide ? 74 : 58, right: 18, top: 12, bottom: 44 },
        xAxis: { type: "value", min: 0, max: last, interval: last % 4 ? undefined : last / 4, ...axis("steps", 26) },
        yAxis: { type: "value", scale: true, splitNumber: 4, ...axis(axisName, more.wide ? 56 : 42, { label: { formatter: more.format } }), ...more.range },
        tooltip: tooltip({
          trigger: "axis",
          axisPointer: { lineStyle: { color: theme().muted } },
          formatter: (at) => {
            const step = at[0].axisValue;
            const rows = shown.flatMap((method) => {
              const values = series(method, value).flatMap((line) => line.filter((point) => point[0] === step).map((point) => point[1]));
              if (!values.length) {
                return [];
              }
              const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
              const range = values.length > 1 && !same ? ` (${number(Math.min(...values))} to ${number(Math.max(...values))})` : "";
              return [make("tr", {}, make("th", {}, swatch(colour(method)), name(method)), make("td", {}, number(mean) + range))];
            });
            return make("div", { class: "tip" }, make("div", {}, make("div", { class: "title" }, `after ${step} steps`), make("table", {}, ...rows)));
          },
        }),
        series: [
          ...shown.flatMap((method) => {
            const lines = series(method, value);
            const line = (data, width, opacity) => ({
              type: "line",
              data,
              symbol: "circle",
              symbolSize: 5,
              showSymbol: false,
              lineStyle: { color: colour(method), width, opacity, type: DASHES[method.key] },
              itemStyle: { color: colour(method) },
              emphasis: { disabled: true },
            });
            return [...(lines.length > 1 ? lines.map((data) => line(data, 1, 0.4)) : []), line(meanOf(lines), 2.2, 1)];
          }),
          ...(more.reference
            ? [
                {
                  type: "line",
                  data: [],
                  markLine: {
                    silent: true,
                    symbol: "none",
                    data: [{ yAxis: more.reference }],
                    lineStyle: { color: theme().muted, type: [5, 4], width: 1.5 },
                    label: { show: false },
                  },
                },
              ]
            : []),
        ],
      };
    });
  };

  const methodChips = (parent, methods, toggled) => {
    parent.replaceChildren(
      ...methods.map((method) =>
        make(
          "button",
          {
            type: "button",
            class: hiddenMethods.has(method.key) ? "chip off" : "chip",
            ariaPressed: String(!hiddenMethods.has(method.key)),
            onclick: () => {
              if (!hiddenMethods.delete(method.key)) {
                hiddenMethods.add(method.key);
              }
              toggled();
            },
          },
          swatch(methodColour(method.key)),
          method.name,
        ),
      ),
    );
  };

  const curves = () => {
    if (!trained.length) {
      return;
    }
    show("curves");
    if (several) {
      byId("curve-seeds").textContent = " Thin lines are seeds, thick lines are their mean.";
    }
    const first = charts.length;
    const accuracy = { max: 100, interval: 20, min: (range) => Math.min(80, Math.floor(range.min / 20) * 20) };
    const hundred = (name) => (point) => (point[name] === null ? null : 100 * point[name]);
    curve("Target accuracy", "on a sample of the test set", "accuracy (%)", hundred("targetAccuracy"), { range: accuracy });
    curve("Source accuracy", "on a sample of the test set", "accuracy (%)", hundred("sourceAccuracy"), { range: accuracy });
    report.terms.forEach((term) => {
      const guess = term.chance === null ? "" : `dashed: ${number(term.chance)}, a guess`;
      const axisName = term.unit ? `${term.title} (${term.unit})` : term.title;
      const range = { min: (values) => Math.min(0, values.min) };
      if (term.chance !== null) {
        range.max = (values) => Math.max(Math.ceil(10 * values.max), Math.ceil(12 * term.chance)) / 10;
      }
      const caption = /^[a-z]/.test(term.title) ? term.title[0].toUpperCase() + term.title.slice(1) : term.title;
      curve(caption, guess, axisName, (point) => point.terms[term.name] ?? null, { range, reference: term.chance, schedule: term.schedule });
    });
    curve("Learning rate", "", "learning rate", (point) => point.learningRate, { range: { min: 0 }, schedule: true, format: number, wide: true });
    const own = charts.slice(first);
    const legend = () =>
      methodChips(byId("curve-legend"), trained, () => {
        legend();
        own.forEach((one) => one.draw());
      });
    legend();
    charts.push({ draw: legend, resize: () => {} });
  };

  // ---------------------------------------------------------------- confusion

  const rowShares = (confusion) =>
    confusion.map((row) => {
      const sum = row.reduce((total, count) => total + count, 0);
      return row.map((count) => (sum ? (100 * count) / sum : null));
    });

  const confusion = () => {
    const having = compared.filter((method) => method.confusion.length);
    if (!having.length) {
      return;
    }
    show("confusion");
    const count = report.classes.length;
    const longest = Math.max(...report.classes.map((name) => Math.min(name.length, 12)));
    const labelled = count <= 12;
    const left = 40 + 7 * longest;
    const upright = longest > 3;
    const bottom = (upright ? 30 + 7 * longest : 42) + 4;
    for (const method of having) {
      const shares = rowShares(method.confusion);
      chart(plots("confusion"), method.name, "", (width) => Math.min(width, 620) - left + bottom, (width) => ({
        grid: { left, right: 8, top: 4, bottom },
        xAxis: {
          type: "category",
          data: report.classes,
          ...axis("predicted class", bottom - 20, { grid: false, label: { rotate: upright ? 90 : 0, formatter: (name) => short(name, 12) } }),
        },
        yAxis: {
          type: "category",
          inverse: true,
          data: report.classes,
          ...axis("true class", left - 18, { grid: false, label: { formatter: (name) => short(name, 12) } }),
        },
        visualMap: { show: false, min: 0, max: 100, dimension: 2, inRange: { color: theme().ramp } },
        tooltip: tooltip({
          formatter: (at) => {
            const [predicted, truth, share] = at.data.value;
            return make(
              "div",
              { class: "tip" },
              make(
                "div",
                {},
                make("div", { class: "title" }, `${className(truth)} predicted as ${className(predicted)}`),
                make("div", {}, `${share.toFixed(1)} % of the class, ${method.confusion[truth][predicted].toLocaleString("en")} ${things}`),
              ),
            );
          },
        }),
        series: [
          {
            type: "heatmap",
            emphasis: { disabled: true },
            itemStyle: { borderColor: theme().grid, borderWidth: labelled ? 1 : 0 },
            label: {
              show: labelled && width > 300,
              fontSize: width < 420 ? 10 : 12,
              formatter: (at) => (at.data.value[2] >= 0.5 ? at.data.value[2].toFixed(0) : ""),
            },
            data: shares.flatMap((row, truth) =>
              row.flatMap((share, predicted) =>
                share === null
                  ? []
                  : [{ value: [predicted, truth, share], label: { color: share > 58 ? theme().paper : theme().text } }],
              ),
            ),
          },
        ],
      }));
    }
  };

  // ---------------------------------------------------------------- accuracy of each class

  const perClass = () => {
    const having = compared.filter((method) => method.confusion.length);
    if (!having.length) {
      return;
    }
    show("classes");
    const shares = having.map((method) => rowShares(method.confusion).map((row, label) => row[label]));
    const longest = Math.max(...report.classes.map((name) => Math.min(name.length, 18)));
    const gains = having.length > 1;
    const legend = () =>
      byId("class-legend").replaceChildren(
        ...having.map((method, i) =>
          make("span", { class: "chip" }, swatch(methodColour(method.key), i === 0 && gains ? "diamond" : ""), method.name),
        ),
      );
    legend();
    chart(plots("classes"), gains ? `${having[0].name} → ${having[1].name}` : having[0].name, gains ? "right: the change, in points" : "", () => 60 + 25 * report.classes.length, () => ({
      grid: { left: 44 + 7.2 * longest, right: gains ? 62 : 20, top: 6, bottom: 46 },
      xAxis: { type: "value", min: 0, max: 100, ...axis("accuracy (%)", 28) },
      yAxis: {
        type: "category",
        inverse: true,
        data: report.classes,
        ...axis("class", 24 + 7.2 * longest, { grid: false, label: { interval: 0, color: theme().text, formatter: (name) => short(name, 18) } }),
      },
      tooltip: tooltip({
        formatter: (at) =>
          make(
            "div",
            { class: "tip" },
            make(
              "div",
              {},
              make("div", { class: "title" }, className(at.data.label)),
              ...having.map((method, i) => make("div", {}, `${method.name}: ${shares[i][at.data.label].toFixed(1)} %`)),
            ),
          ),
      }),
      series: [
        ...(gains
          ? [
              {
                type: "custom",
                silent: true,
                clip: false,
                encode: { x: [1, 2], y: 0 },
                data: report.classes.flatMap((_, label) => (shares[0][label] === null ? [] : [[label, shares[0][label], shares[1][label]]])),
                renderItem: (at, api) => {
                  const [from, y] = api.coord([api.value(1), api.value(0)]);
                  const [to] = api.coord([api.value(2), api.value(0)]);
                  const gain = api.value(2) - api.value(1);
                  const area = at.coordSys;
                  return {
                    type: "group",
                    children: [
                      { type: "line", shape: { x1: from, y1: y, x2: to, y2: y }, style: { stroke: theme().line, lineWidth: 4 } },
                      {
                        type: "text",
                        style: {
                          text: `${gain > 0 ? "+" : gain < 0 ? "−" : "±"}${Math.abs(gain).toFixed(1)}`,
                          x: area.x + area.width + 56,
                          y,
                          align: "right",
                          verticalAlign: "middle",
                          fill: gain < 0 ? theme().methods["source-only"] : theme().text,
                          font: `12px ${getComputedStyle(document.body).fontFamily}`,
                        },
                      },
                    ],
                  };
                },
              },
            ]
          : []),
        ...having.map((method, i) => ({
          type: "scatter",
          symbol: i === 0 && gains ? "diamond" : "circle",
          symbolSize: i === 0 && gains ? 12 : 11,
          itemStyle: { color: methodColour(method.key), opacity: 1 },
          data: report.classes.flatMap((_, label) => (shares[i][label] === null ? [] : [{ value: [shares[i][label], label], label }])),
        })),
      ],
    }));
    charts.push({ draw: legend, resize: () => {} });
  };

  // ---------------------------------------------------------------- images

  const pending = [];

  /** The images of a sheet; they are drawn as soon as the browser has decoded it. */
  const imagesOf = (sprite) => {
    const image = new Image();
    image.src = sprite.uri;
    const ready = image.decode();
    pending.push(ready);
    const paint = (canvas, at) => {
      const context = canvas.getContext("2d");
      context.drawImage(
        image,
        (at % sprite.columns) * sprite.pitch,
        Math.floor(at / sprite.columns) * sprite.pitch,
        sprite.width,
        sprite.height,
        0,
        0,
        sprite.width,
        sprite.height,
      );
    };
    return (at, label) => {
      const canvas = make("canvas", { width: sprite.width, height: sprite.height, role: "img" });
      canvas.setAttribute("aria-label", label);
      if (image.complete && image.naturalWidth) {
        paint(canvas, at);
      } else {
        pending.push(ready.then(() => paint(canvas, at)));
      }
      return canvas;
    };
  };

  // ---------------------------------------------------------------- features

  const features = (sourceImage, targetImage) => {
    const data = report.features;
    const maps = data ? data.maps : [];
    if (!maps.length) {
      return;
    }
    show("features");
    const count = data.classOf.length;
    const domainOf = (i) => (i < data.sourceImages ? 0 : 1);
    const image = (i) =>
      {
      const [role, number, imageOf] = domainOf(i) === 0 ? ["source", i, sourceImage] : ["target", i - data.sourceImages, targetImage];
      const label = `${role} ${thing} ${number}`;
      return imageOf ? imageOf(number, label) : make("div", {}, label);
    };
    // A fixed random order for all points: if drawn by domain or class, the last one would cover the others.
    const order = Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1, state = 1; i > 0; i--) {
      state = (state * 48271) % 2147483647;
      const j = state % (i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    const choice = { by: "neighbours", colour: "class", only: null };

    const groupOf = (map, i) => {
      if (choice.colour === "domain") {
        return domainOf(i);
      }
      return choice.colour === "class" ? data.classOf[i] : map.predicted[i];
    };
    const colourOf = (group) => (choice.colour === "domain" ? theme().domains[group] : classColour(group));

    /** A square that holds all points: the same scale in both directions. */
    const square = (places) => {
      let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
      for (let i = 0; i < places.length; i += 2) {
        left = Math.min(left, places[i]);
        right = Math.max(right, places[i]);
        low = Math.min(low, places[i + 1]);
        high = Math.max(high, places[i + 1]);
      }
      const half = 0.53 * Math.max(right - left, high - low, 1e-9);
      return { x: (left + right) / 2, y: (low + high) / 2, half };
    };

    byId("about-silhouette").hidden = maps.every((map) => map.silhouette === null);
    const silhouettes = (map) => {
      const known = [
        ["target's classes", map.silhouette],
        ["at the source's", map.atSource],
      ].filter(([, value]) => value !== null);
      const texts = known.map(([name, value]) => `${name} ${value.toFixed(2).replace("-", "−")}`);
      return `seed ${map.seed}${texts.length ? `; silhouette: ${texts.join(", ")}` : ""}`;
    };

    const panels = maps.map((map, at) => {
      const method = byKey.get(map.method);
      const role = maps.length > 1 ? (at === 0 ? "before adaptation" : "after adaptation") : "";
      const caption = role ? `${method.name}, ${role}` : method.name;
      return chart(
        plots("features"),
        caption,
        silhouettes(map),
        (width) => width,
        (width) => {
          const places = map[choice.by];
          const box = square(places);
          const names =
            choice.by === "principal"
              ? map.variance.map((share, i) => `principal component ${i + 1} (${percent(share, 0)} % of the variance)`)
              : ["t-SNE 1", "t-SNE 2"];
          const dot = Math.max(2.4, Math.min(7, (width / 520) * (300 / Math.sqrt(count))));
          const plain = (name, middle) => ({
            type: "value",
            min: middle - box.half,
            max: middle + box.half,
            ...axis(name, 10, { grid: false }),
            axisLabel: { show: false },
            axisLine: { show: false },
          });
          return {
            grid: { left: 28, right: 4, top: 4, bottom: 28, show: true, borderColor: theme().line },
            xAxis: plain(names[0], box.x),
            yAxis: plain(names[1], box.y),
            tooltip: tooltip({
              formatter: (point) => {
                const i = point.data[2];
                const canvas = image(i);
                canvas.style.width = `${Math.round((84 * canvas.width) / Math.max(canvas.width, canvas.height))}px`;
                return make(
                  "div",
                  { class: "tip" },
                  canvas,
                  make(
                    "div",
                    {},
                    make("div", { class: "title" }, domainOf(i) === 0 ? report.source : report.target),
                    make("div", {}, `class: ${className(data.classOf[i])}`),
                    make("div", {}, `predicted: ${className(map.predicted[i])}, ${map.confidence[i]} %`),
                  ),
                );
              },
            }),
            series: [
              {
                type: "scatter",
                progressive: 0,
                symbol: (point) => (domainOf(point[2]) === 0 ? "circle" : "triangle"),
                symbolSize: (point) => (domainOf(point[2]) === 0 ? dot : dot * 1.15),
                itemStyle: { color: (point) => colourOf(groupOf(map, point.data[2])), opacity: 0.78 },
                emphasis: { scale: 2, itemStyle: { opacity: 1 } },
                data: order
                  .filter((i) => choice.only === null || groupOf(map, i) === choice.only)
                  .map((i) => [places[2 * i], places[2 * i + 1], i]),
              },
            ],
          };
        },
        "canvas",
      );
    });

    const redraw = () => {
      controls();
      legend();
      panels.forEach((panel) => panel.draw());
    };
    const segments = (label, name, options) =>
      make(
        "div",
        { class: "control" },
        label,
        make(
          "div",
          { class: "segments", role: "group", ariaLabel: label },
          ...options.map(([value, text]) =>
            make(
              "button",
              {
                type: "button",
                "data-choice": value,
                ariaPressed: String(choice[name] === value),
                onclick: () => {
                  choice[name] = value;
                  choice.only = null;
                  redraw();
                },
              },
              text,
            ),
          ),
        ),
      );
    const controls = () =>
      byId("feature-controls").replaceChildren(
        segments("Map", "by", [
          ["neighbours", "t-SNE"],
          ["principal", "PCA"],
        ]),
        segments("Colour", "colour", [
          ["class", "class"],
          ["predicted", "prediction"],
          ["domain", "domain"],
        ]),
      );
    const legend = () => {
      const domains = [`source: ${report.source}`, `target: ${report.target}`];
      const chip = (group, name, mark) =>
        make(
          "button",
          {
            type: "button",
            class: choice.only === null || choice.only === group ? "chip" : "chip off",
            ariaPressed: String(choice.only === group),
            onclick: () => {
              choice.only = choice.only === group ? null : group;
              redraw();
            },
          },
          mark,
          name,
        );
      const shapes = ["", "triangle"];
      const chips =
        choice.colour === "domain"
          ? domains.map((name, domain) => chip(domain, name, swatch(theme().domains[domain], shapes[domain])))
          : report.classes.map((name, label) => chip(label, name, swatch(classColour(label))));
      const unknown = choice.colour === "class" && data.classOf.includes(-1);
      byId("feature-legend").replaceChildren(
        ...chips,
        ...(unknown ? [chip(-1, "unknown", swatch(classColour(-1)))] : []),
        ...(choice.colour === "domain"
          ? []
          : domains.map((name, domain) => make("span", { class: "chip" }, swatch(theme().muted, shapes[domain]), name))),
      );
    };
    controls();
    legend();
    charts.push({ draw: legend, resize: () => {} });
    byId("feature-note").textContent =
      `${data.sourceImages.toLocaleString("en")} source and ${(count - data.sourceImages).toLocaleString("en")} target ${things}, ` +
      `spread evenly over the test sets, the same for each method. t-SNE: perplexity ${number(maps[0].perplexity)}, ` +
      `of the first 50 principal components (or all, if there are fewer); its axes have no unit.`;
  };

  // ---------------------------------------------------------------- galleries

  const galleries = () => {
    if (!report.galleries.length) {
      return;
    }
    show("galleries");
    byId("galleries-title").textContent = report.galleries[0].title;
    for (const gallery of report.galleries) {
      const image = imagesOf(gallery.images);
      const cards = gallery.entries.map((entry, at) => {
        const bars = entry.classes.map((label, i) => {
          const fill = make("i");
          fill.style.width = `${percent(entry.probabilities[i], 1)}%`;
          return make(
            "div",
            { class: label === entry.truth ? "bar right" : "bar" },
            make("span", { title: className(label) }, className(label)),
            make("span", {}, `${percent(entry.probabilities[i], 1)} %`),
            fill,
          );
        });
        const verdict = make("div", { class: "verdict" });
        if (entry.truth < 0) {
          verdict.append("most probable: ", make("b", {}, className(entry.classes[0])));
        } else {
          verdict.append(make("b", {}, className(entry.truth)), " predicted as ", make("b", {}, className(entry.classes[0])));
        }
        return make("div", { class: "card" }, image(at, `test image ${entry.number}`), verdict, ...bars);
      });
      body("galleries").append(
        make("h3", {}, byKey.get(gallery.method).name),
        make("p", { class: "note" }, gallery.caption),
        make("div", { class: "cards" }, ...cards),
      );
    }
  };

  // ---------------------------------------------------------------- contact sheets

  const ROWS = 6;
  const IMAGES = 60;

  /** One column per class if there are few; otherwise images spread evenly. */
  const sheet = (name, role, image, classOf) => {
    const known = classOf.every((label) => label >= 0);
    const count = report.classes.length;
    const parent = make("div", { class: "sheet" });
    if (known && count <= 12) {
      const columns = report.classes.map((_, label) => classOf.flatMap((one, i) => (one === label ? [i] : [])).slice(0, ROWS));
      parent.style.gridTemplateColumns = `repeat(${count}, minmax(0, 1fr))`;
      parent.append(...report.classes.map((one) => make("div", { class: "head", title: one }, one)));
      for (let row = 0; row < Math.max(...columns.map((column) => column.length)); row++) {
        parent.append(
          ...columns.map((column, label) => (row < column.length ? image(column[row], `${role}: ${className(label)}`) : make("span"))),
        );
      }
    } else {
      const shown = Math.min(IMAGES, classOf.length);
      parent.style.gridTemplateColumns = "repeat(10, minmax(0, 1fr))";
      for (let i = 0; i < shown; i++) {
        const at = Math.floor((i * classOf.length) / shown);
        parent.append(image(at, `${role}: ${className(classOf[at])}`));
      }
    }
    plots("images").append(make("figure", {}, make("figcaption", {}, name, " ", make("small", {}, role)), parent));
  };

  const images = (sourceImage, targetImage) => {
    const data = report.features;
    if (!sourceImage || !targetImage) {
      return;
    }
    show("images");
    byId("images-lead").textContent = `Test images, ${data.caption}.`;
    sheet(report.source, "source", sourceImage, data.classOf.slice(0, data.sourceImages));
    sheet(report.target, "target", targetImage, data.classOf.slice(data.sourceImages));
  };

  // ---------------------------------------------------------------- settings

  const settings = () => {
    show("settings");
    byId("command").textContent = report.command;
    byId("recipe").querySelector("pre").textContent = report.recipe;
    for (const facts of report.settings) {
      body("settings").append(
        make("h3", {}, facts.title),
        make("dl", { class: "facts" }, ...facts.facts.flatMap((fact) => [make("dt", {}, fact.name), make("dd", {}, fact.value)])),
      );
    }
  };

  // ---------------------------------------------------------------- all of it

  const recoloured = () => {
    charts.forEach((one) => one.draw());
    for (const row of document.querySelectorAll("tr[data-method] .swatch")) {
      row.style.background = methodColour(row.closest("tr").dataset.method);
    }
  };

  const sample = report.features;
  const sourceImage = sample && sample.source && imagesOf(sample.source);
  const targetImage = sample && sample.target && imagesOf(sample.target);
  head();
  findings();
  table();
  strips();
  validators();
  curves();
  confusion();
  perClass();
  features(sourceImage, targetImage);
  galleries();
  images(sourceImage, targetImage);
  settings();

  dark.addEventListener("change", recoloured);
  let resizing = 0;
  window.addEventListener("resize", () => {
    cancelAnimationFrame(resizing);
    resizing = requestAnimationFrame(() => charts.forEach((one) => one.resize()));
  });
  // On paper everything is light, and drawn again in the width of a page.
  const print = (begins) => {
    printing = begins;
    document.body.classList.toggle("printing", begins);
    recoloured();
    charts.forEach((one) => one.resize());
  };
  window.addEventListener("beforeprint", () => print(true));
  window.addEventListener("afterprint", () => print(false));

  // After two frames, the browser has painted what was drawn.
  Promise.all(pending).then(() =>
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        document.documentElement.dataset.drawn = String(Math.round(performance.now()));
      }),
    ),
  );
})();
