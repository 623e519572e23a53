import {GraphModel} from "@web/views/graph/graph_model";
import {graphView} from "@web/views/graph/graph_view";
import {registry} from "@web/core/registry";

/**
 * A graph in which an average of nothing is a gap, not a zero: a month without a delivery
 * is no month at 0 %.
 */
export class LeanGraphModel extends GraphModel {
    async _loadDataPoints(metaData) {
        const loaded = await super._loadDataPoints(metaData);
        if (this._isMean(metaData)) {
            for (const point of loaded[0]) {
                point.value = typeof point.value === "number" ? point.value : null;
            }
        }
        return loaded;
    }

    /** A series has no point where it has no records, nor where they have no figure. */
    _getData() {
        const data = super._getData(...arguments);
        if (this._isMean(this.metaData)) {
            for (const dataset of data.datasets) {
                dataset.data = dataset.data.map((value, index) =>
                    dataset.domains[index].length ? value : null
                );
            }
        }
        return data;
    }

    _isMean({measure, fields}) {
        return fields[measure]?.aggregator === "avg";
    }
}

export const leanGraphView = {...graphView, Model: LeanGraphModel};

registry.category("views").add("lean_graph", leanGraphView);
