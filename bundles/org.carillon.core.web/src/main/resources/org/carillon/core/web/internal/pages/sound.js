// The browser's microphone and speaker as the handset of the phone.
const HEAD_BYTES = 4;

export class Sound {
  #send;
  #node;
  #context;
  #streams = [];
  #starting;

  /** @param send sends a message to the phone */
  constructor(send) {
    this.#send = send;
  }

  get on() {
    return Boolean(this.#node);
  }

  get busy() {
    return this.on && this.#streams.length > 0;
  }

  /** Asks for the microphone, the first time; must be called by a person's gesture. */
  start() {
    this.#context?.resume();
    this.#starting ??= this.#begin().catch(e => {
      this.#starting = undefined;
      throw e;
    });
    return this.#starting;
  }

  async #begin() {
    const context = new AudioContext({ latencyHint: 'interactive' });
    this.#context = context;
    await context.audioWorklet.addModule('/assets/sound-worklet.js');
    let microphone;
    let failure;
    try {
      microphone = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
    } catch (e) {
      failure = e; // it can still be listened to
    }
    const node = new AudioWorkletNode(context, 'phone-sound', { numberOfInputs: 1, numberOfOutputs: 1, outputChannelCount: [1] });
    node.port.onmessage = ({ data }) => this.#send(data);
    node.connect(context.destination);
    if (microphone) {
      context.createMediaStreamSource(microphone).connect(node);
    }
    this.#node = node;
    this.#send('audio on');
    node.port.postMessage({ streams: this.#streams });
    if (failure) {
      throw failure;
    }
  }

  /** Says which streams there are: their numbers, and their samples per second. */
  streams(streams) {
    this.#streams = streams;
    this.#node?.port.postMessage({ streams });
  }

  /** Plays a message: two bytes of kind, the stream's number, samples. */
  play(data) {
    if (this.#node) {
      const samples = new Int16Array(data.buffer.slice(HEAD_BYTES));
      this.#node.port.postMessage({ id: data.getUint16(2, true), samples }, [samples.buffer]);
    }
  }
}
