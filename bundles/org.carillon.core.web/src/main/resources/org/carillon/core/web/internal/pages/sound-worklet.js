// Changes sample rates, mixes, and evens out what the network brings too early or too late.

const TAPS = 16;
const STEPS = 256;
const LEAST_SECONDS = 0.04;
const MOST_SECONDS = 0.24;
const SLACK_SECONDS = 0.15;
const MESSAGE_SECONDS = 0.02;

/** Changes the rate of a stream of samples by a windowed sinc. */
class Resampler {
  constructor(from, to) {
    this.step = from / to;
    this.cutoff = Math.min(1, to / from) * 0.94;
    this.reach = Math.ceil(TAPS / this.cutoff);
    this.line = new Float32Array(4 * this.reach);
    this.at = 0;
    this.time = 0; // of the next output, in samples after the middle of the line
    this.kernel = new Float32Array(this.reach * STEPS + 2);
    for (let i = 0; i < this.kernel.length; i++) {
      const t = i / STEPS;
      const x = Math.PI * t * this.cutoff;
      const window = t >= this.reach ? 0 : 0.5 + 0.5 * Math.cos(Math.PI * t / this.reach);
      this.kernel[i] = (t === 0 ? 1 : Math.sin(x) / x) * window * this.cutoff;
    }
  }

  /** Puts a sample in, and hands over each that comes out. */
  put(sample, out) {
    const size = 2 * this.reach;
    this.line[this.at] = sample;
    this.line[this.at + size] = sample;
    this.at = (this.at + 1) % size;
    for (; this.time < 1; this.time += this.step) {
      let sum = 0;
      for (let i = 0; i < size; i++) {
        const distance = Math.abs(i - this.reach + 1 - this.time) * STEPS;
        const low = Math.floor(distance);
        if (low < this.kernel.length - 1) {
          const part = distance - low;
          sum += this.line[this.at + i] * (this.kernel[low] * (1 - part) + this.kernel[low + 1] * part);
        }
      }
      out(sum);
    }
    this.time -= 1;
  }
}

/** One stream of the phone, both ways. */
class Stream {
  constructor(id, rate, send) {
    this.id = id;
    this.rate = rate;
    this.send = send;
    this.fromPhone = new Resampler(rate, sampleRate);
    this.toPhone = new Resampler(sampleRate, rate);
    this.heard = new Float32Array(2 * sampleRate);
    this.put = 0;
    this.taken = 0;
    this.aim = LEAST_SECONDS;
    this.gathering = true;
    this.calm = 0;
    this.said = new Int16Array(1 + Math.round(rate * MESSAGE_SECONDS));
    this.fill = 1;
  }

  play(samples) {
    for (const sample of samples) {
      this.fromPhone.put(sample / 32768, value => {
        this.heard[this.put++ % this.heard.length] = value;
      });
    }
  }

  mixInto(output) {
    let there = this.put - this.taken;
    if (there > (this.aim + SLACK_SECONDS) * sampleRate) {
      this.taken = this.put - Math.round(this.aim * sampleRate);
      there = this.put - this.taken;
    }
    if (this.gathering && there >= this.aim * sampleRate) {
      this.gathering = false;
    }
    if (this.gathering || there < output.length) {
      if (!this.gathering) {
        this.gathering = true;
        this.aim = Math.min(MOST_SECONDS, this.aim + 0.02);
        this.calm = 0;
      }
      return;
    }
    for (let i = 0; i < output.length; i++) {
      output[i] += this.heard[this.taken++ % this.heard.length];
    }
    this.calm += output.length;
    if (this.calm > 10 * sampleRate) {
      this.calm = 0;
      this.aim = Math.max(LEAST_SECONDS, this.aim - 0.02);
    }
  }

  say(input) {
    for (let i = 0; i < input.length; i++) {
      this.toPhone.put(input[i], value => {
        this.said[this.fill++] = Math.max(-32768, Math.min(32767, Math.round(value * 32768)));
        if (this.fill === this.said.length) {
          this.said[0] = this.id;
          this.fill = 1;
          this.send(this.said.slice().buffer);
        }
      });
    }
  }
}

class PhoneSound extends AudioWorkletProcessor {
  constructor() {
    super();
    this.streams = new Map();
    this.port.onmessage = ({ data }) => {
      if (data.streams) {
        this.streams = new Map(data.streams.map(({ id, rate }) => [id, this.streams.get(id) ?? new Stream(id, rate, bytes => this.port.postMessage(bytes, [bytes]))]));
      } else {
        this.streams.get(data.id)?.play(data.samples);
      }
    };
  }

  process(inputs, outputs) {
    const output = outputs[0][0];
    const input = inputs[0][0]; // none without a microphone
    for (const stream of this.streams.values()) {
      stream.mixInto(output);
      if (input) {
        stream.say(input);
      }
    }
    return true;
  }
}

registerProcessor('phone-sound', PhoneSound);
