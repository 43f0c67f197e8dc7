/* Puts the run's data into the page. Everything that comes from the run becomes text, never markup. */
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = id => document.getElementById(id);
  const charts = [];
  let telling = 0;

  // ---------------------------------------------------------------- elements and numbers

  /** An element with attributes and children; strings among them become text. */
  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== false && value != null) {
        element.setAttribute(name, value === true ? "" : value);
      }
    }
    element.append(...children.filter(child => child != null));
    return element;
  }

  const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  const number = value => (value == null ? "–" : whole.format(value));

  /** Three figures that matter. */
  function short(value) {
    if (value == null) {
      return "–";
    }
    const size = Math.abs(value);
    const decimals = size === 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return new Intl.NumberFormat("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);
  }

  /** As short as it goes, for axes. */
  function tick(value) {
    return new Intl.NumberFormat("en", { notation: Math.abs(value) >= 10000 ? "compact" : "standard", maximumSignificantDigits: 4 })
      .format(value);
  }

  const rough = value => new Intl.NumberFormat("en", { maximumSignificantDigits: 2 }).format(value);
  const percent = (part, all) => (all > 0 ? `${short((100 * part) / all)} %` : "–");
  const share = value => (value == null ? "–" : `${whole.format(100 * value)} %`);
  const clock = seconds => {
    const at = Math.max(0, Math.round(seconds));
    const rest = String(at % 60).padStart(2, "0");
    return at < 3600
      ? `${Math.floor(at / 60)}:${rest}`
      : `${Math.floor(at / 3600)}:${String(Math.floor((at % 3600) / 60)).padStart(2, "0")}:${rest}`;
  };
  const mebibytes = bytes => `${number(bytes / 1048576)} MiB`;

  // ---------------------------------------------------------------- verdict, totals, tables

  function head() {
    const run = data.run;
    byId("scenario").textContent = run.scenario;
    document.title = `${run.scenario} – load test report`;
    const started = new Date(run.started);
    const when = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }).format(started);
    byId("about").textContent = `${run.target} · ${when} UTC · ${short(data.duration_s)} s measured`
      + (run.interrupted ? " · interrupted" : "");
  }

  function verdict() {
    const failed = data.assertions.filter(assertion => !assertion.passed).length;
    const all = data.assertions.length;
    const state = !data.valid
      ? ["warn", "!", "Not valid", "These figures cannot be trusted, whatever the assertions say."]
      : failed > 0
        ? ["bad", "✗", "Failed", `${failed} of ${all} assertion${all === 1 ? "" : "s"} did not hold.`]
        : all > 0
          ? ["good", "✓", "Passed", all === 1 ? "The assertion held." : `All ${all} assertions held.`]
          : ["good", "✓", "Valid", "The generator kept up. Nothing was asserted."];
    const box = el("div", { class: `verdict ${state[0]}` },
      el("div", { class: "verdict-head" },
        el("span", { class: "mark", "aria-hidden": "true" }, state[1]),
        el("div", {}, el("h2", {}, state[2]), el("p", {}, state[3]))));
    if (!data.valid) {
      box.append(el("ul", { class: "reasons" }, ...data.invalid_reasons.map(reason => el("li", {}, reason))));
    }
    if (all > 0) {
      box.append(el("ul", { class: "assertions" }, ...data.assertions.map(assertionLine)));
    }
    byId("verdict").append(box);
  }

  function assertionLine(assertion) {
    const unit = assertion.text.replace(/^[\s\S]*[0-9]\s*/, "");
    const actual = assertion.actual == null ? "no such figure" : `${short(assertion.actual)}${unit ? ` ${unit}` : ""}`;
    return el("li", { class: assertion.passed ? "passed" : "failed" },
      el("span", { class: "mark", role: "img", "aria-label": assertion.passed ? "held" : "did not hold" }, assertion.passed ? "✓" : "✗"),
      el("code", {}, assertion.text),
      el("span", { class: "actual" }, actual));
  }

  function tile(label, value, unit, note, bad) {
    return el("div", { class: bad ? "tile bad" : "tile" },
      el("p", { class: "label", title: label }, label),
      el("p", { class: "value" }, value, unit ? el("small", {}, ` ${unit}`) : null),
      el("p", { class: "note" }, note));
  }

  function tiles() {
    const all = data.global;
    const first = data.requests[0];
    const box = byId("tiles");
    box.append(
      tile("Answered well", number(all.ok), "", `${short(all.answered_per_s)}/s${data.requests.length > 1 ? ", all names" : ""}`),
      tile("Failed", number(all.ko), "", `${percent(all.ko, all.count)} of those sent`, all.ko > 0),
      tile("Never sent", number(all.unsent), "", all.unsent > 0 ? "planned, but not sent" : "all was sent", all.unsent > 0));
    if (first) {
      box.append(
        tile("Median", short(first.figures.p50_ms), "ms", first.name),
        tile("99th percentile", short(first.figures.p99_ms), "ms", first.name),
        tile("Longest", short(first.figures.max_ms), "ms", first.name));
    }
  }

  const times = [["p50", "p50_ms"], ["p75", "p75_ms"], ["p95", "p95_ms"], ["p99", "p99_ms"], ["p99.9", "p999_ms"], ["max", "max_ms"], ["mean", "mean_ms"]];

  function requestTable() {
    const column = title => el("th", { scope: "col" }, title);
    const table = el("table", {},
      el("thead", {}, el("tr", {},
        column("Request"), column("Sent"), column("Failed"), column("Never sent"), column("Answered/s"), ...times.map(([title]) => column(title)))));
    for (const { name, figures } of data.requests) {
      const warn = value => el("td", { class: value > 0 ? "bad" : null }, number(value));
      table.append(el("tbody", {},
        el("tr", {},
          el("th", { scope: "row" }, name),
          el("td", {}, number(figures.count)),
          warn(figures.ko),
          warn(figures.unsent),
          el("td", {}, short(figures.answered_per_s)),
          ...times.map(([title, key]) => el("td", { class: title === "p99" ? "key" : null }, short(figures[key])))),
        el("tr", { class: "service" },
          el("th", { scope: "row" }, "service time"),
          el("td", { colspan: "4" }),
          ...times.map(([, key]) => el("td", {}, short(figures.service[key]))))));
    }
    byId("requests").append(table);
  }

  function errorTable() {
    const rows = data.requests.flatMap(({ name, figures }) => Object.entries(figures.errors)
      .filter(([, times]) => times > 0)
      .sort((a, b) => b[1] - a[1])
      .map(([kind, times]) => el("tr", {},
        el("td", {}, name), el("td", { class: "words" }, el("code", {}, kind)), el("td", {}, number(times)), el("td", {}, percent(times, figures.count)))));
    if (rows.length === 0) {
      byId("errors").append(el("p", { class: "hint" }, "No errors."));
      return;
    }
    byId("errors").append(el("h3", { id: "errors-title" }, "Errors"),
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-labelledby": "errors-title" }, el("table", {},
        el("thead", {}, el("tr", {}, ...["Request", "Kind", "Times", "Of those sent"].map(title => el("th", { scope: "col", class: title === "Kind" ? "words" : null }, title)))),
        el("tbody", {}, ...rows))));
  }

  function settings() {
    const run = data.run;
    const list = byId("settings");
    const entries = [["Target", run.target], ["Started", run.started], ["Ramp", `${short(run.ramp_s)} s`],
      ["Warm-up", `${short(run.warmup_s)} s`], ["Measured", `${short(data.duration_s)} s`],
      ...Object.entries(run.settings), ["Load tester", run.version]];
    entries.forEach(([name, value]) => list.append(el("div", {}, el("dt", {}, name), el("dd", {}, value))));
    const files = ["stats.json", "stats.csv", "junit.xml", ...data.requests.map(request => request.figures.hlog)];
    files.forEach((file, index) => byId("files").append(index > 0 ? " · " : "", el("a", { href: encodeURIComponent(file) }, decoded(file))));
  }

  function decoded(file) {
    try {
      return decodeURIComponent(file);
    } catch (notEncoded) {
      return file;
    }
  }

  function generatorLine() {
    const generator = data.generator;
    const parts = [`The generator used ${share(generator.cpu)} of the machine's CPU`];
    if (generator.machine_cpu != null) {
      parts.push(`everything on the machine ${share(generator.machine_cpu)}`);
    }
    parts.push(`its event loops were ${short(generator.lag_p99_ms)} ms late (p99), ${short(generator.lag_max_ms)} ms at most`);
    parts.push(`garbage collection stopped it ${number(generator.gc_pauses)} time${generator.gc_pauses === 1 ? "" : "s"} for ${number(generator.gc_ms)} ms in all`);
    if (generator.resident_bytes != null) {
      parts.push(`it held ${mebibytes(generator.resident_bytes)}`);
    }
    byId("generator").textContent = `${parts.join("; ")}.`;
  }

  // ---------------------------------------------------------------- charts

  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  /** Shades what the figures leave out: ramp and warm-up before, waiting for late answers after. */
  const uncounted = {
    id: "uncounted",
    beforeDatasetsDraw(chart, _, options) {
      if (!options.shown) {
        return;
      }
      const { ctx, chartArea, scales } = chart;
      const counted = data.run.ramp_s + data.run.warmup_s;
      const bands = [[scales.x.min, counted, "not counted"], [counted + data.duration_s, scales.x.max, ""]];
      ctx.save();
      for (const [from, to, text] of bands) {
        const left = Math.max(chartArea.left, scales.x.getPixelForValue(from));
        const right = Math.min(chartArea.right, scales.x.getPixelForValue(to));
        if (right > left) {
          ctx.fillStyle = style("--band");
          ctx.fillRect(left, chartArea.top, right - left, chartArea.height);
          ctx.fillStyle = style("--faint");
          ctx.font = `11px ${Chart.defaults.font.family}`;
          if (text && right - left > ctx.measureText(text).width + 10) {
            ctx.fillText(text, left + 5, chartArea.top + 13);
          }
        }
      }
      ctx.restore();
    },
  };

  /** One line or area: colours are names of CSS variables, so that both schemes are drawn alike. */
  function series(label, points, colour, more) {
    return { label, data: points, colour, borderWidth: 2, pointRadius: points.length > 1 ? 0 : 3, pointHitRadius: 8, tension: 0, spanGaps: false, ...more };
  }

  const zip = (xs, ys) => xs.map((x, index) => ({ x, y: ys[index] }));

  function axis(title, format, more) {
    return { grid: { drawTicks: false }, border: { display: false }, ticks: { callback: format, padding: 8, maxTicksLimit: 6 },
      title: { display: Boolean(title), text: title }, ...more };
  }

  /** Times get room from zero up, or a logarithmic axis whose labels do not crowd. */
  function timeAxis(logarithmic) {
    return logarithmic
      ? axis("ms", value => (/^[125]0*$/.test(String(value).replace(/^0\.0*|\.0*$/g, "")) ? tick(value) : ""), { type: "logarithmic" })
      : axis("ms", tick, { beginAtZero: true });
  }

  function overTime(value, more) {
    const last = data.timeline.t[data.timeline.t.length - 1] || 1;
    return {
      type: "line",
      options: {
        interaction: { mode: "index", intersect: false },
        scales: { x: axis("", clock, { type: "linear", min: 0, max: last, ticks: { callback: clock, padding: 6, maxTicksLimit: 9, maxRotation: 0 } }), y: value, ...more },
        plugins: { uncounted: { shown: true }, tooltip: { callbacks: { title: items => `at ${clock(items[0].parsed.x)}` } } },
      },
    };
  }

  /** A figure with a canvas; what it shows is also said in words. */
  function chart(box, title, note, words, config, datasets, labels) {
    const plot = el("div", { class: "plot" });
    const figure = el("figure", { class: "chart" }, el("figcaption", {}, el("h3", {}, title), el("p", {}, note)), plot);
    byId(box).append(figure);
    const any = datasets.some(set => set.data.some(point => (typeof point === "object" && point ? point.y : point) != null));
    if (!any) {
      figure.classList.add("empty");
      plot.append("Nothing to draw: no figures.");
      return;
    }
    const canvas = el("canvas", { role: "img", "aria-label": `${title}: ${words}` });
    plot.append(canvas);
    const scales = config.options.scales;
    const made = new Chart(canvas, { ...config, data: { labels, datasets: datasets.map(coloured) }, options: { ...config.options, scales: themed(scales) }, plugins: [uncounted] });
    charts.push({ box, made });
  }

  function coloured(set) {
    const colour = style(set.colour);
    return { ...set, borderColor: colour, backgroundColor: set.tint ? colour + set.tint : colour, pointBackgroundColor: colour };
  }

  function themed(scales) {
    return Object.fromEntries(Object.entries(scales).map(([name, scale]) => [name, { ...scale,
      grid: { ...scale.grid, color: style("--grid"), display: name === "y" || scale.gridShown === true } }]));
  }

  function defaults() {
    const it = Chart.defaults;
    it.animation = false;
    it.maintainAspectRatio = false;
    it.color = style("--soft");
    it.borderColor = style("--grid");
    it.font.family = getComputedStyle(document.body).fontFamily;
    it.font.size = 12;
    it.plugins.legend.align = "start";
    it.plugins.legend.labels.boxWidth = 18;
    it.plugins.legend.labels.boxHeight = 0;
    it.plugins.legend.labels.padding = 14;
    it.plugins.tooltip.backgroundColor = style("--text");
    it.plugins.tooltip.titleColor = style("--card");
    it.plugins.tooltip.bodyColor = style("--card");
    it.plugins.tooltip.padding = 10;
    it.plugins.tooltip.boxHeight = 2;
  }

  const range = values => {
    const known = values.filter(value => value != null);
    return known.length === 0 ? "no figures" : `${short(Math.min(...known))} to ${short(Math.max(...known))}`;
  };

  const unitTip = unit => ({ tooltip: { callbacks: { label: item => `${item.dataset.label}: ${short(item.parsed.y)} ${unit}` } } });

  function withTip(config, plugins) {
    const own = config.options.plugins || {};
    return { ...config, options: { ...config.options, plugins: { ...own,
      tooltip: { ...own.tooltip, callbacks: { ...(own.tooltip || {}).callbacks, ...plugins.tooltip.callbacks } } } } };
  }

  function requestCharts(request, logarithmic) {
    drop("request-charts");
    const line = data.timeline.requests.find(each => each.name === request.name);
    const at = data.timeline.t;
    const columns = key => zip(at, line ? line[key] : []);
    chart("request-charts", "Response time", "From the planned start, of what ended in each second",
      line ? `99th percentile ${range(line.p99)} ms` : "no figures",
      withTip(overTime(timeAxis(logarithmic)), unitTip("ms")), [
        series("max", columns("max"), "--max", { borderWidth: 1, borderDash: [3, 3] }),
        series("p99", columns("p99"), "--q99", { borderWidth: 2.5 }),
        series("p95", columns("p95"), "--q95"),
        series("p75", columns("p75"), "--q75"),
        series("p50", columns("p50"), "--q50"),
      ]);
    chart("request-charts", "Rate", "Planned, sent and answered in each second",
      line ? `planned ${range(line.planned)} a second, answered ${range(line.ok)}` : "no figures",
      withTip(overTime(axis("per second", tick, { beginAtZero: true, grace: "8%" })), unitTip("a second")), [
        series("failed", columns("ko"), "--ko", { fill: "origin", tint: "33" }),
        series("answered", columns("ok"), "--ok", { borderWidth: 2.5 }),
        series("sent", columns("sent"), "--sent", { borderWidth: 1.5 }),
        series("planned", columns("planned"), "--planned", { borderDash: [6, 4], borderWidth: 1.5 }),
      ]);
    quantileChart(request, logarithmic);
    distributionChart(request);
  }

  function quantileChart(request, logarithmic) {
    const { x, planned, service } = request.quantiles;
    const figures = request.figures;
    const waits = figures.p99_ms > 1.2 * figures.service.p99_ms && figures.p99_ms - figures.service.p99_ms > 1;
    const label = at => {
      const value = 100 - 100 / at;
      return `${value.toFixed(Math.max(0, Math.ceil(Math.log10(at)) - 2)).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "")} %`;
    };
    const config = {
      type: "line",
      options: {
        interaction: { mode: "index", intersect: false },
        scales: {
          x: axis("share of requests that took no longer", label, { type: "logarithmic", min: 1, gridShown: true, max: x.length ? x[x.length - 1] : 10,
            afterBuildTicks: scale => {
              scale.ticks = [2, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7].filter(value => value <= scale.max * 1.01).map(value => ({ value }));
            },
            ticks: { callback: label, padding: 6, maxRotation: 0, autoSkip: true } }),
          y: timeAxis(logarithmic),
        },
        plugins: { tooltip: { callbacks: { title: items => label(items[0].parsed.x), label: item => `${item.dataset.label}: ${short(item.parsed.y)} ms` } } },
      },
    };
    chart("request-charts", "From the planned start against service time",
      x.length === 0 ? "" : waits ? "Where the lines part, requests waited for their turn" : "The lines lie together: requests did not wait to be sent",
      `at 99 %, ${short(figures.p99_ms)} ms from the planned start, ${short(figures.service.p99_ms)} ms of service time`,
      config, [
        series("from the planned start", zip(x, planned), "--q99", { borderWidth: 2.5 }),
        series("service time", zip(x, service), "--service", { borderDash: [6, 4] }),
      ]);
  }

  function distributionChart(request) {
    const { edges, planned, service } = request.distribution;
    const labels = planned.map((_, index) => `${short(edges[index])} – ${short(edges[index + 1])} ms`);
    const config = {
      type: "bar",
      options: {
        interaction: { mode: "index", intersect: false },
        scales: {
          x: axis("ms, in equal ratios", null, { ticks: { maxRotation: 0, autoSkip: true, maxTicksLimit: 9,
            callback: index => rough(edges[index]) } }),
          y: axis("% of requests", tick, { beginAtZero: true }),
        },
        plugins: { tooltip: { callbacks: { label: item => `${item.dataset.label}: ${short(item.parsed.y)} %` } } },
      },
    };
    chart("request-charts", "Distribution", "How long requests took, on a logarithmic scale",
      `from ${short(request.figures.min_ms)} to ${short(request.figures.max_ms)} ms, half of them within ${short(request.figures.p50_ms)} ms`,
      config, [
        series("service time", service, "--service", { type: "line", stepped: "middle", borderWidth: 1.5, pointRadius: 0 }),
        series("from the planned start", planned, "--q99", { tint: "8c", borderWidth: 1, categoryPercentage: 1, barPercentage: .92, borderRadius: 2 }),
      ], labels);
  }

  function runCharts() {
    const line = data.timeline;
    const generator = data.generator_timeline;
    chart("run-charts", "Active users", "Virtual users at work at the end of each second", `${range(line.users)} users`,
      withTip(overTime(axis("", tick, { beginAtZero: true, grace: "8%" })), unitTip("users")),
      [series("users", zip(line.t, line.users), "--q95", { fill: "origin", tint: "26" })]);
    chart("run-charts", "Generator: CPU", "Share of all cores that the load tester itself used", `${range(generator.cpu.map(cpu => 100 * cpu))} %`,
      withTip(overTime(axis("%", tick, { min: 0, max: 100 })), unitTip("%")),
      [series("load tester", zip(generator.t, generator.cpu.map(cpu => 100 * cpu)), "--sent", { fill: "origin", tint: "26" })]);
    chart("run-charts", "Generator: lag", "How late its event loops ran what was due, at most", `${range(generator.lag_ms)} ms`,
      withTip(overTime(axis("ms", tick, { beginAtZero: true })), unitTip("ms")),
      [series("largest lag", zip(generator.t, generator.lag_ms), "--max")]);
    chart("run-charts", "Generator: garbage collection", "Time that it was stopped in each second", `${range(generator.gc_ms)} ms`,
      withTip(overTime(axis("ms", tick, { beginAtZero: true, suggestedMax: 10 })), unitTip("ms")),
      [series("stopped", zip(generator.t, generator.gc_ms), "--service", { stepped: "middle", fill: "origin", tint: "26" })]);
  }

  // ---------------------------------------------------------------- the server's view

  const palette = ["--q99", "--service", "--q75", "--max", "--ok", "--sent"];
  const spoken = name => name.replace(/_(ms|bytes)$/, "").replace(/_/g, " ");

  function serverCharts() {
    if (data.server.length === 0) {
      return;
    }
    byId("server").hidden = false;
    const groups = [
      ["times", "ms", name => name.endsWith("_ms"), value => value],
      ["memory", "MiB", name => name.endsWith("_bytes"), value => value / 1048576],
      ["CPU", "%", name => /(^|_)cpu$/.test(name), value => 100 * value],
      ["how many", "", () => true, value => value],
    ];
    const left = new Set(data.server);
    for (const [title, unit, belongs, scaled] of groups) {
      const members = [...left].filter(column => belongs(column.name));
      members.forEach(column => left.delete(column));
      const sets = members.map((column, index) => series(spoken(column.name), zip(column.t, column.v.map(value => (value == null ? null : scaled(value)))),
        palette[index % palette.length], { spanGaps: true }));
      sets.push(...(unit === "ms" ? clientView(members) : []));
      if (sets.length > 0) {
        const config = overTime(unit === "ms" ? timeAxis(chosen.logarithmic) : axis(unit, tick, { beginAtZero: true, grace: "8%" }));
        config.options.interaction = { mode: "nearest", axis: "x", intersect: false };
        chart("server-charts", `Server: ${title}`, members.map(column => spoken(column.name)).join(", "),
          members.map(column => `${spoken(column.name)} ${range(column.v.map(value => (value == null ? null : scaled(value))))} ${unit}`).join(", "),
          withTip(config, unitTip(unit)), sets);
      }
    }
  }

  /** For each latency that the server tells of itself, the same from outside. */
  function clientView(members) {
    return members.flatMap((column, index) => {
      const match = /^(.+)_(p50|p75|p95|p99)_ms$/.exec(column.name);
      const line = match && data.timeline.requests.find(each => each.name === match[1]);
      return line ? [series(`${match[1]} ${match[2]}, client`, zip(data.timeline.t, line[match[2]]), palette[index % palette.length], { borderDash: [5, 4], borderWidth: 1.5 })] : [];
    });
  }

  // ---------------------------------------------------------------- choosing and drawing

  /** A spike would press everything else flat. */
  const spiky = figures => figures != null && figures.max_ms > 20 * figures.p50_ms;

  const chosen = { request: 0, logarithmic: spiky((data.requests[0] || {}).figures) };

  function drop(box) {
    for (let index = charts.length - 1; index >= 0; index--) {
      if (charts[index].box === box) {
        charts[index].made.destroy();
        charts.splice(index, 1);
      }
    }
    byId(box).replaceChildren();
  }

  function choices() {
    const box = byId("choices");
    if (data.requests.length > 1) {
      data.requests.forEach((request, index) => box.append(choice("radio", "request", request.name, index === 0, () => {
        chosen.request = index;
        drawRequest();
      })));
    }
    const log = choice("checkbox", "logarithmic", "Logarithmic times", chosen.logarithmic, input => {
      chosen.logarithmic = input.checked;
      drawAll();
    });
    log.classList.add("apart");
    box.append(log);
  }

  function choice(type, name, text, checked, changed) {
    const input = el("input", { type, name, checked });
    input.addEventListener("change", () => changed(input));
    return el("label", { title: text }, input, el("span", {}, text));
  }

  function drawRequest() {
    const request = data.requests[chosen.request];
    if (request) {
      byId("detail-title").textContent = request.name;
      byId("shaded").hidden = data.run.ramp_s + data.run.warmup_s === 0;
      requestCharts(request, chosen.logarithmic);
    } else {
      byId("detail").hidden = true;
    }
  }

  function drawAll() {
    defaults();
    ["run-charts", "server-charts"].forEach(drop);
    drawRequest();
    runCharts();
    serverCharts();
    // Drawn twice within a frame it is told once: a browser warns of what is read a second time.
    cancelAnimationFrame(telling);
    telling = requestAnimationFrame(tellWhatWasDrawn);
  }

  /** For whoever looks from outside: how many charts there are and how many have something on them. */
  function tellWhatWasDrawn() {
    const drawn = charts.filter(({ made }) => {
      const { width, height } = made.canvas;
      return width > 0 && height > 0 && made.ctx.getImageData(0, 0, width, height).data.some(value => value !== 0);
    });
    const root = document.documentElement;
    root.dataset.charts = String(charts.length);
    root.dataset.drawn = String(drawn.length);
    root.dataset.overflow = String(root.scrollWidth - root.clientWidth);
    root.dataset.scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  head();
  verdict();
  tiles();
  requestTable();
  errorTable();
  settings();
  generatorLine();
  choices();
  drawAll();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
})();
