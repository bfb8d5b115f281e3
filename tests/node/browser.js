// As much of a browser as a login page needs: cookies, redirects, forms. No script, because the pages have none.

import assert from 'node:assert/strict';
import { processFetch } from './endpoint.js';

/** A browser with its cookies; it stays at one endpoint and stops where a redirect leads away from it. */
export class Browser {
  #cookies = new Map();

  constructor(home) {
    this.home = new URL(home).origin;
  }

  /** Follow a link; return the page where it ends, or the address at which it leaves the endpoint. */
  async open(address, init = {}) {
    let url = new URL(address, this.home);
    for (let hop = 0; hop < 10; hop += 1) {
      if (url.origin !== this.home) return { left: url };
      const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ');
      const answer = await processFetch(url, {
        ...init,
        headers: { ...init.headers, cookie },
        redirect: 'manual',
      });
      this.#keep(answer);
      const location = answer.headers.get('location');
      if (!location) return new PageShown(this, url, answer.status, await answer.text());
      assert.ok([302, 303].includes(answer.status), `a redirect to ${location} with ${answer.status}`);
      url = new URL(location, url);
      init = {};
    }
    throw new Error(`too many redirects: ${address}`);
  }

  #keep(answer) {
    for (const line of answer.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split(/; */);
      const [name, ...value] = pair.split('=');
      const over = attributes.some(
        (one) => /^max-age=0$/i.test(one) || Date.parse(one.match(/^expires=(.*)/i)?.[1]) < Date.now(),
      );
      if (over) this.#cookies.delete(name);
      else this.#cookies.set(name, value.join('='));
    }
  }
}

class PageShown {
  constructor(browser, url, status, html) {
    Object.assign(this, { browser, url, status, html });
    this.title = /<h1>(.*?)<\/h1>/.exec(html)?.[1];
    this.error = text(/role="alert"[^>]*>(.*?)<\/div>/s.exec(html)?.[1] ?? '');
  }

  /** Fill in the page's first form and press its first button. */
  async submit(given) {
    const [, attributes, inside] = /<form([^>]*)>(.*?)<\/form>/s.exec(this.html);
    const fields = new URLSearchParams();
    for (const [tag] of inside.matchAll(/<input[^>]*>/g)) {
      fields.set(attribute(tag, 'name'), attribute(tag, 'value') ?? '');
    }
    const [button] = /<button[^>]*>/.exec(inside);
    if (attribute(button, 'name')) fields.set(attribute(button, 'name'), attribute(button, 'value'));
    for (const [name, value] of Object.entries(given)) {
      assert.ok(fields.has(name), `the form has a field ${name}: ${[...fields.keys()]}`);
      fields.set(name, value);
    }
    const action = new URL(attribute(`<form${attributes}>`, 'action') ?? '', this.url);
    const headers = { origin: this.url.origin };
    return this.browser.open(action, { method: 'POST', body: fields, headers });
  }
}

function attribute(tag, name) {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : unescaped(found);
}

function text(html) {
  return unescaped(html.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

function unescaped(html) {
  const named = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return html.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot));/gi, (_, hex, number, name) =>
    name ? named[name.toLowerCase()] : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(number)),
  );
}
