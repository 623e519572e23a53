import {describe, expect, test} from "@odoo/hoot";
import {TONES, chartConfig} from "@lean_base/chart_field/chart_config";

describe.current.tags("headless");

test("values that are undefined stay gaps, and tones colour each bar", () => {
    const {data} = chartConfig({
        type: "bar",
        labels: ["Jan", "Feb"],
        series: [{label: "OTIF", values: [null, 61], tones: ["none", "bad"]}],
    });
    expect(data.datasets[0].data).toEqual([null, 61]);
    expect(data.datasets[0].backgroundColor).toEqual([TONES.none, TONES.bad]);
});

test("a limit crosses a bar chart at each label", () => {
    const {data} = chartConfig({
        type: "bar",
        labels: ["Jan", "Feb"],
        series: [{label: "OTIF", values: [90, 61]}],
        limits: [{axis: "y", value: 80, label: "Target"}],
    });
    expect(data.datasets[1].data).toEqual([80, 80]);
});

test("a limit crosses a scatter chart to its farthest point", () => {
    const {data} = chartConfig({
        type: "scatter",
        series: [
            {
                label: "Parts",
                values: [
                    {x: 1, y: 0.2},
                    {x: 3, y: 2},
                ],
            },
        ],
        limits: [{axis: "x", value: 1.32, label: "ADI"}],
    });
    expect(data.datasets[1].data).toEqual([
        {x: 1.32, y: 0},
        {x: 1.32, y: 2},
    ]);
});

test("a click names the point, not a limit", () => {
    const hits = [];
    const {options} = chartConfig(
        {
            type: "bar",
            labels: ["Jan"],
            series: [{label: "OTIF", values: [90]}],
            limits: [{axis: "y", value: 80}],
        },
        (series, index) => hits.push([series, index])
    );
    options.onClick(null, [{datasetIndex: 0, index: 0}]);
    options.onClick(null, [{datasetIndex: 1, index: 0}]);
    options.onClick(null, []);
    expect(hits).toEqual([[0, 0]]);
});
