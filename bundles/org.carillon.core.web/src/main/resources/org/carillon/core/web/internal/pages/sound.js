// The browser's microphone and speaker as the handset and the ringer of the phone.
const HEAD_BYTES = 4;

export class Sound {
  #send;
  #context;
  #node;
  #opening;
  #microphone;
  #lifted = false;
  #streams = [];

  /** @param send sends a message to the phone */
  constructor(send) {
    this.#send = send;
  }

  get on() {
    return Boolean(this.#node) && this.#context.state === 'running';
  }

  get busy() {
    return this.on && this.#streams.length > 0;
  }

  /** Lets the phone be heard. Before a person has done something on the page, a browser may not allow it: then it comes when this is called again. */
  listen() {
    this.#opening ??= this.#open().catch(e => {
      this.#opening = undefined;
      throw e;
    });
    this.#context.resume();
    return this.#opening;
  }

  async #open() {
    const context = new AudioContext({ latencyHint: 'interactive' });
    this.#context = context;
    await context.audioWorklet.addModule('/assets/sound-worklet.js');
    const node = new AudioWorkletNode(context, 'phone-sound', { numberOfInputs: 1, numberOfOutputs: 1, outputChannelCount: [1] });
    node.port.onmessage = ({ data }) => this.#send(data);
    node.connect(context.destination);
    node.port.postMessage({ streams: this.#streams });
    this.#node = node;
    context.onstatechange = () => this.announce();
    this.announce();
  }

  /** Tells the phone that it can be heard here. */
  announce() {
    if (this.on) {
      this.#send(this.#lifted ? 'audio on' : 'audio listen');
    }
  }

  /** Makes this the handset, and asks for the microphone until it is given. */
  async start() {
    await this.listen();
    this.#lifted = true;
    this.announce();
    this.#microphone ??= this.#speak();
    try {
      await this.#microphone;
    } catch (e) {
      this.#microphone = undefined; // it can still be listened to
      throw e;
    }
  }

  async #speak() {
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
    this.#context.createMediaStreamSource(microphone).connect(this.#node);
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
