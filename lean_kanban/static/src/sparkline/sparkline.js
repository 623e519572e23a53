import {Component} from "@odoo/owl";

const WIDTH = 100;
const HEIGHT = 28;

/** A line of figures without axes; it has a gap where one is not known. */
export class Sparkline extends Component {
    static template = "lean_kanban.Sparkline";
    static props = {values: Array, label: String};

    get viewBox() {
        return `0 0 ${WIDTH} ${HEIGHT}`;
    }

    /** @returns {Object[]} x, y of the known figures, and the index of the line they are in */
    get points() {
        const {values} = this.props;
        const known = values.filter((value) => value !== null);
        const low = Math.min(...known);
        const span = Math.max(...known) - low;
        let line = 0;
        return values.flatMap((value, index) => {
            if (value === null) {
                line++;
                return [];
            }
            const x = 3 + (index * (WIDTH - 6)) / Math.max(values.length - 1, 1);
            const share = span ? (value - low) / span : 0.5;
            return [{x, y: HEIGHT - 3 - share * (HEIGHT - 6), line}];
        });
    }

    get lines() {
        const lines = new Map();
        for (const {x, y, line} of this.points) {
            lines.set(line, [...(lines.get(line) || []), `${x},${y}`]);
        }
        return [...lines].map(([key, points]) => ({key, points: points.join(" ")}));
    }

    get last() {
        return this.points.at(-1);
    }
}
