// The WebSocket to the sandbox: requests with one reply each, and events that come by themselves.

/** @import { Events, Replies } from "./types.js" */
/** @typedef {{ event: keyof Events, data: Events[keyof Events] }} TabEvent */
/** @typedef {{ reply: number, ok?: Replies[keyof Replies], failed?: string, silent?: boolean }} TabReply */

const PAUSES = [250, 500, 1000, 2000, 4000];

/** What the sandbox would not do; `silent` when the application did not respond. */
export class Refused extends Error {
  /** @param {string} words */
  constructor(words, silent = false) {
    super(words);
    this.silent = silent;
  }
}

/** Connects, and connects again. `opened` runs each time; `heard(name, data)` takes the events. */
export class Connection {
  /**
   * @param {object} how
   * @param {() => void} how.opened
   * @param {() => void} how.lost
   * @param {<E extends keyof Events>(name: E, data: Events[E]) => void} how.heard
   */
  constructor({ opened, lost, heard }) {
    this.opened = opened;
    this.lost = lost;
    this.heard = heard;
    /**
     * By the number of the request; which verb's reply it is, the number alone does not say.
     * @type {Map<number, { resolve: (reply: any) => void, reject: (refused: Refused) => void }>}
     */
    this.waiting = new Map();
    this.count = 0;
    this.tries = 0;
  }

  open() {
    this.socket = new WebSocket(`ws://${location.host}/live`);
    this.socket.addEventListener("open", () => {
      this.tries = 0;
      this.opened();
    });
    this.socket.addEventListener("message", (frame) => this.read(JSON.parse(frame.data)));
    this.socket.addEventListener("close", () => this.closed());
  }

  /**
   * Ask for something and give what comes of it; throws Refused.
   * @template {keyof Replies} V
   * @param {V} verb
   * @param {Record<string, unknown>} fields
   * @returns {Promise<Replies[V]>}
   */
  request(verb, fields = {}) {
    return new Promise((resolve, reject) => {
      if (this.socket?.readyState !== WebSocket.OPEN) {
        reject(new Refused("The sandbox cannot be reached."));
        return;
      }
      const id = ++this.count;
      this.waiting.set(id, { resolve, reject });
      this.socket.send(JSON.stringify({ id, do: verb, ...fields }));
    });
  }

  /** @param {TabEvent | TabReply} message */
  read(message) {
    if ("event" in message) {
      this.heard(message.event, message.data);
      return;
    }
    const waiting = this.waiting.get(message.reply);
    this.waiting.delete(message.reply);
    if (message.failed === undefined) waiting?.resolve(message.ok);
    else waiting?.reject(new Refused(message.failed, message.silent));
  }

  closed() {
    for (const { reject } of this.waiting.values()) reject(new Refused("The sandbox cannot be reached."));
    this.waiting.clear();
    this.lost();
    setTimeout(() => this.open(), PAUSES[Math.min(this.tries++, PAUSES.length - 1)]);
  }
}
