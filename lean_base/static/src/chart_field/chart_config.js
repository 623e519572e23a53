import {getCustomColor, hexToRGBA} from "@web/core/colors/colors";
import {cookie} from "@web/core/browser/cookie";

/** The colours of the suite; a word always goes with them. */
export const TONES = {
    good: "#1B7F3B",
    warn: "#F2A900",
    bad: "#C62828",
    moving: "#1565C0",
    none: "#8A8D93",
};
const ORDER = ["moving", "warn", "good", "bad", "none"];
const HOLLOW = 0.15;

/**
 * Chart.js configuration of what a server sends.
 *
 * @param {Object} chart
 * - type: bar, line, scatter or radar
 * - labels: of the x axis (of the spokes of a radar)
 * - series: [{label, values, tone, tones, type, dashed, filled, records}]; values are numbers, null where
 *   undefined, or {x, y} for a scatter; tones colours each value on its own; records are ids of `model`
 * - limits: [{axis: x or y, value, label}], dashed lines across a bar, line or scatter chart
 * - x_title, y_title, y_min, y_max, stacked
 * - hide_ticks: no numbers along the spokes of a radar, where its labels have them
 * @param {Function} [onPoint] called with the index of a series and of its value on a click
 * @returns {Object}
 */
export function chartConfig(chart, onPoint) {
    const datasets = (chart.series || []).map((series, index) =>
        dataset(chart, series, index)
    );
    const count = datasets.length;
    return {
        type: chart.type || "line",
        data: {
            labels: chart.labels || [],
            datasets: [...datasets, ...limitDatasets(chart)],
        },
        options: {
            responsive: true,
            maintainAspectRatio: false,
            animation: false,
            interaction: {mode: "nearest", intersect: chart.type === "scatter"},
            onClick: (ev, [hit]) =>
                hit &&
                hit.datasetIndex < count &&
                onPoint?.(hit.datasetIndex, hit.index),
            plugins: {
                legend: {
                    display: datasets.length + (chart.limits || []).length > 1,
                    labels: {color: textColor()},
                },
                tooltip: {callbacks: {label: (item) => tooltip(chart, item)}},
            },
            scales: scales(chart),
        },
    };
}

function textColor() {
    return getCustomColor(cookie.get("color_scheme"), "#111827", "#E4E4E4");
}

function gridColor() {
    return getCustomColor(cookie.get("color_scheme"), "#D8DADD", "#3C3E4B");
}

function dataset(chart, series, index) {
    const color = TONES[series.tone || ORDER[index % ORDER.length]];
    const colors = series.tones
        ? series.tones.map((tone) => TONES[tone] || TONES.none)
        : color;
    const isBar = (series.type || chart.type) === "bar";
    return {
        label: series.label,
        data: series.values,
        ...(series.type ? {type: series.type} : {}),
        borderColor: colors,
        backgroundColor:
            isBar || chart.type === "scatter" ? colors : hexToRGBA(color, HOLLOW),
        borderWidth: isBar ? 0 : 2,
        borderDash: series.dashed ? [6, 4] : [],
        fill: Boolean(series.filled) || chart.type === "radar",
        pointRadius: chart.type === "scatter" ? 5 : 2,
        // A point on the border is a whole point.
        ...(chart.type === "scatter" ? {clip: 8} : {}),
        pointHitRadius: 12,
        spanGaps: false,
    };
}

/** A limit is drawn as a series of its own, across what the chart shows. */
function limitDatasets(chart) {
    return (chart.limits || []).map(({axis, value, label}) => ({
        label,
        type: "line",
        data: limitPoints(chart, axis, value),
        borderColor: TONES.bad,
        borderDash: [6, 4],
        borderWidth: 1.5,
        pointRadius: 0,
        pointHitRadius: 0,
        fill: false,
    }));
}

function limitPoints(chart, axis, value) {
    if (chart.type !== "scatter") {
        return (chart.labels || []).map(() => value);
    }
    const points = chart.series.flatMap(({values}) => values);
    const across = axis === "x" ? "y" : "x";
    const end = Math.max(...points.map((point) => point[across]), 0) || 1;
    return [0, end].map((position) => ({[axis]: value, [across]: position}));
}

function tooltip(chart, item) {
    const names = chart.series[item.datasetIndex]?.names;
    const value = item.formattedValue;
    return names
        ? `${names[item.dataIndex]}: ${value}`
        : `${item.dataset.label}: ${value}`;
}

function scales(chart) {
    if (chart.type === "radar") {
        return {
            r: {
                min: chart.y_min ?? 0,
                max: chart.y_max,
                ticks: {
                    display: !chart.hide_ticks,
                    color: textColor(),
                    backdropColor: "transparent",
                },
                grid: {color: gridColor()},
                angleLines: {color: gridColor()},
                pointLabels: {color: textColor()},
            },
        };
    }
    const axis = (title) => ({
        stacked: Boolean(chart.stacked),
        title: {display: Boolean(title), text: title, color: textColor()},
        ticks: {color: textColor()},
        grid: {color: gridColor()},
    });
    return {
        x: {
            ...axis(chart.x_title),
            ...(chart.type === "scatter"
                ? {type: "linear", min: 0}
                : {grid: {display: false}}),
        },
        y: {
            ...axis(chart.y_title),
            beginAtZero: true,
            min: chart.y_min,
            max: chart.y_max,
        },
    };
}
