import {
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    getChart,
    setupChartJsForTests,
} from "@web/../tests/views/graph/graph_test_helpers";

class Card extends models.Model {
    _name = "card";

    month = fields.Date();
    score = fields.Float({aggregator: "avg"});
    count = fields.Integer({aggregator: "sum"});
}

defineMailModels();
defineModels([Card]);
setupChartJsForTests();

async function showMeasure(measure, aggregate, values) {
    onRpc("formatted_read_group", () =>
        values.map((value, index) => ({
            "month:month": [`2026-0${index + 1}-01`, `Month ${index + 1}`],
            [aggregate]: value,
            __count: value === false ? 0 : 1,
            __extra_domain: [["month", ">=", `2026-0${index + 1}-01`]],
        }))
    );
    const view = await mountView({
        type: "graph",
        resModel: "card",
        arch: `<graph js_class="lean_graph" type="line"><field name="month"/><field name="${measure}" type="measure"/></graph>`,
    });
    return getChart(view).data.datasets[0].data;
}

test("a month without a figure is a gap", async () => {
    const data = await showMeasure("score", "score:avg", [80, false, 0]);
    expect(data).toEqual([80, null, 0]);
});

test("a sum of nothing is zero", async () => {
    const data = await showMeasure("count", "count:sum", [3, 0, 2]);
    expect(data).toEqual([3, 0, 2]);
});
