import {browser} from "@web/core/browser/browser";

const MUTE_KEY = "lean_kanban.scan_muted";

// [frequency in Hz, start and length in seconds, shape of the wave]
const RISING = [
    [660, 0, 0.12, "sine"],
    [990, 0.12, 0.2, "sine"],
];
const DOUBLE = [
    [700, 0, 0.1, "sine"],
    [700, 0.18, 0.1, "sine"],
];
const BUZZ = [[140, 0, 0.55, "sawtooth"]];
const CLICK = [[520, 0, 0.08, "sine"]];

const SOUNDS = {
    success: RISING,
    hello: RISING,
    repeat: DOUBLE,
    warning: DOUBLE,
    danger: BUZZ,
    waiting: CLICK,
};

/** Rising = done, double = already done, buzz = stop. */
export class ScanSounds {
    constructor() {
        this.isMuted = browser.localStorage.getItem(MUTE_KEY) === "1";
        this.context = null;
    }

    toggle() {
        this.isMuted = !this.isMuted;
        browser.localStorage.setItem(MUTE_KEY, this.isMuted ? "1" : "0");
    }

    play(level) {
        const AudioContext = window.AudioContext || window.webkitAudioContext;
        if (this.isMuted || !AudioContext) {
            return;
        }
        try {
            this.context = this.context || new AudioContext();
            this.context.resume();
            (SOUNDS[level] || []).forEach((tone) => this._playTone(...tone));
        } catch {
            // A station without sound still answers in colour and words
        }
    }

    _playTone(frequency, start, length, shape) {
        const begin = this.context.currentTime + start;
        const oscillator = this.context.createOscillator();
        const gain = this.context.createGain();
        oscillator.type = shape;
        oscillator.frequency.value = frequency;
        gain.gain.setValueAtTime(0.25, begin);
        gain.gain.exponentialRampToValueAtTime(0.001, begin + length);
        oscillator.connect(gain).connect(this.context.destination);
        oscillator.start(begin);
        oscillator.stop(begin + length);
    }
}
