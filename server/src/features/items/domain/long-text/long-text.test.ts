import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { RichText } from '@boardwire/contract/rich-text';
import { applyEdit, collectChange, encodeDocument, openDocument } from './edits.ts';
import { readDocument } from './read-document.ts';
import { summarize } from './summary.ts';
import { writeDocument } from './write-document.ts';

const EMPTY: RichText = { blocks: [] };
const PERSON = '018f4e2a-0000-7000-8000-000000000001';

/** Every kind of node and format, in the form in which a document tells it. */
const EVERYTHING: RichText = {
  blocks: [
    {
      kind: 'paragraph',
      inlines: [
        { kind: 'text', text: 'See ' },
        { kind: 'text', text: 'this', marks: ['bold', 'italic'], href: 'https://example.com/' },
        { kind: 'mention', userId: PERSON },
        { kind: 'text', text: '!' },
      ],
    },
    { kind: 'quote', inlines: [{ kind: 'text', text: 'שלום 😀', marks: ['strike', 'code'] }] },
    { kind: 'bullets', items: [[{ kind: 'text', text: 'one' }], []] },
    { kind: 'numbers', items: [[{ kind: 'mention', userId: PERSON }]] },
    { kind: 'code', text: 'a();\n\tb();' },
    { kind: 'paragraph', inlines: [] },
  ],
};

function documentOf(tree: RichText): Y.Doc {
  const doc = openDocument([]);
  writeDocument(doc, EMPTY, tree);
  return doc;
}

function paragraphs(...lines: string[]): RichText {
  return {
    blocks: lines.map((text) => ({ kind: 'paragraph', inlines: [{ kind: 'text', text }] })),
  };
}

/** A document that somebody made by hand. */
function crafted(craft: (doc: Y.Doc) => void): Y.Doc {
  const doc = new Y.Doc();
  craft(doc);
  // As the server sees it: decoded from bytes.
  return openDocument([Y.encodeStateAsUpdate(doc)]);
}

function inParagraph(craft: (paragraph: Y.XmlElement) => void): Y.Doc {
  return crafted((doc) => {
    const paragraph = new Y.XmlElement('paragraph');
    doc.getXmlFragment('content').insert(0, [paragraph]);
    craft(paragraph);
  });
}

function formatted(attributes: object): Y.Doc {
  return inParagraph((paragraph) => {
    const text = new Y.XmlText();
    paragraph.insert(0, [text]);
    text.insert(0, 'x', attributes);
  });
}

describe('documents of long texts', () => {
  it('security S37: a tree comes back as it was written, through bytes', () => {
    const doc = openDocument([encodeDocument(documentOf(EVERYTHING))]);
    expect(readDocument(doc)).toEqual({ ok: true, document: EVERYTHING });
  });

  it('live L21: writing leaves equal blocks alone, so that typing in them survives', () => {
    const server = documentOf(paragraphs('first', 'second', 'third'));
    const typist = openDocument([encodeDocument(server)]);
    const before = Y.encodeStateVector(typist);
    const third = typist.getXmlFragment('content').get(2) as Y.XmlElement;
    (third.get(0) as Y.XmlText).insert(5, ' and more');
    const typed = Y.encodeStateAsUpdate(typist, before);
    const standing = paragraphs('first', 'second', 'third');
    writeDocument(server, standing, paragraphs('first', 'other', 'new', 'third'));
    expect(applyEdit(server, typed)).toMatchObject({ ok: true });
    expect(readDocument(server)).toEqual({
      ok: true,
      document: paragraphs('first', 'other', 'new', 'third and more'),
    });
  });

  it('live L21: writing what stands changes nothing, however it is cut into pieces', () => {
    const doc = documentOf(paragraphs('first', 'second'));
    const cut: RichText = {
      blocks: [
        {
          kind: 'paragraph',
          inlines: [
            { kind: 'text', text: 'fi', marks: [] },
            { kind: 'text', text: '' },
            { kind: 'text', text: 'rst' },
          ],
        },
        ...paragraphs('second').blocks,
      ],
    };
    expect(
      collectChange(doc, () => writeDocument(doc, paragraphs('first', 'second'), cut)),
    ).toBeNull();
  });

  it('live L21: the same bytes again change nothing; what they bring is told as one change', () => {
    const doc = documentOf(paragraphs('first'));
    const typist = openDocument([encodeDocument(doc)]);
    const reader = openDocument([encodeDocument(doc)]);
    typist.getXmlFragment('content').insert(1, [new Y.XmlElement('quote')]);
    const bytes = Y.encodeStateAsUpdate(typist);
    const first = applyEdit(doc, bytes);
    expect(applyEdit(doc, bytes)).toEqual({ ok: true, change: null });
    if (!first.ok || first.change === null) throw new Error('no change');
    // All of the typist's state was sent; only what is new goes on.
    expect(first.change.byteLength).toBeLessThan(bytes.byteLength);
    Y.applyUpdate(reader, first.change);
    expect(readDocument(reader)).toEqual(readDocument(doc));
  });

  it('live L21: bytes that are no update, or build on what is not here, are refused', () => {
    const typist = documentOf(paragraphs('first'));
    const before = Y.encodeStateVector(typist);
    typist.getXmlFragment('content').delete(0, 1);
    const deletion = Y.encodeStateAsUpdate(typist, before);
    typist.getXmlFragment('content').insert(0, [new Y.XmlElement('quote')]);
    const insertion = Y.encodeStateAsUpdate(typist, before);
    const truncated = encodeDocument(documentOf(EVERYTHING)).slice(0, -9);
    // A count of 2^30 pieces in five bytes, without any of them.
    const boastful = new Uint8Array([1, 0x80, 0x80, 0x80, 0x80, 4, 1, 0]);
    for (const bytes of [new Uint8Array(), new Uint8Array([255, 255, 7]), truncated, boastful]) {
      expect(applyEdit(openDocument([]), bytes)).toMatchObject({
        ok: false,
        message: expect.stringContaining('no Yjs update'),
      });
    }
    for (const bytes of [deletion, insertion]) {
      expect(applyEdit(openDocument([]), bytes)).toMatchObject({
        ok: false,
        message: expect.stringContaining('not here'),
      });
    }
  });

  const hostile: Record<string, Y.Doc> = {
    'a script': crafted((doc) =>
      doc.getXmlFragment('content').insert(0, [new Y.XmlElement('script')]),
    ),
    'a node named like an inherited property': crafted((doc) =>
      doc.getXmlFragment('content').insert(0, [new Y.XmlElement('constructor')]),
    ),
    'an image in a line': inParagraph((p) => p.insert(0, [new Y.XmlElement('img')])),
    'text without a block': crafted((doc) =>
      doc.getXmlFragment('content').insert(0, [new Y.XmlText('x')]),
    ),
    'a hook': crafted((doc) =>
      doc.getXmlFragment('content').insert(0, [new Y.XmlHook('x') as unknown as Y.XmlElement]),
    ),
    'another root': crafted((doc) => doc.getMap('other').set('a', 1)),
    'an attribute of the root': crafted((doc) => doc.getMap('content').set('a', 1)),
    'a root of plain values': crafted((doc) => doc.getArray('content').insert(0, [1, 'x'])),
    'another document within': crafted((doc) => doc.getArray('content').insert(0, [new Y.Doc()])),
    'a handler': inParagraph((p) => p.setAttribute('onclick', 'alert(1)')),
    'a style of text': inParagraph((p) => {
      const text = new Y.XmlText('x');
      p.insert(0, [text]);
      text.setAttribute('style', 'x');
    }),
    'an embedded object': inParagraph((p) => {
      const text = new Y.XmlText();
      p.insert(0, [text]);
      text.insertEmbed(0, { image: 'https://canary.example/' });
    }),
    'values between the letters': inParagraph((p) => {
      const text = new Y.XmlText('x');
      p.insert(0, [text]);
      // The same node as a list takes what a text does not show.
      Y.Array.prototype.insert.call(text, 1, ['hidden']);
    }),
    'an unknown format': formatted({ style: 'position: fixed' }),
    'a format that carries something': formatted({ bold: { onclick: 'alert(1)' } }),
    'a link with more than an address': formatted({ link: { href: 'https://a.b/', target: 'x' } }),
    'a link of another kind': formatted({ link: 'javascript:alert(1)' }),
    'a control character': inParagraph((p) => p.insert(0, [new Y.XmlText('a\u0000b')])),
    'formats in a code block': crafted((doc) => {
      const code = new Y.XmlElement('codeBlock');
      doc.getXmlFragment('content').insert(0, [code]);
      const text = new Y.XmlText();
      code.insert(0, [text]);
      text.insert(0, 'x', { bold: {} });
    }),
    'a mention with a name of its own': inParagraph((p) => {
      const mention = new Y.XmlElement('mention');
      p.insert(0, [mention]);
      mention.setAttribute('userId', PERSON);
      mention.setAttribute('label', 'The boss');
    }),
    'a paragraph in a list': crafted((doc) => {
      const list = new Y.XmlElement('bullets');
      doc.getXmlFragment('content').insert(0, [list]);
      list.insert(0, [new Y.XmlElement('paragraph')]);
    }),
  };
  for (const [name, doc] of Object.entries(hostile)) {
    it(`security S37: ${name} is refused`, () => {
      const read = readDocument(doc);
      expect(read.ok).toBe(false);
      expect(read).toMatchObject({ message: expect.stringMatching(/^[A-Z]/) });
    });
  }

  it('security S37: a line feed and a tab are text', () => {
    expect(readDocument(documentOf(paragraphs('a\n\tb')))).toMatchObject({ ok: true });
  });

  it('live L21: the summary tells the beginning on one line and the whole length', () => {
    expect(summarize(EMPTY)).toBeNull();
    expect(summarize(paragraphs('  ', '\n'))).toBeNull();
    expect(summarize(EVERYTHING)).toEqual({
      preview: 'See this! שלום 😀 one a(); b();',
      length: 'See this!\nשלום 😀\none\n\n\na();\n\tb();\n'.length,
    });
    const long = summarize(paragraphs('x'.repeat(199), '😀'.repeat(400)));
    expect(long).toEqual({ preview: `${'x'.repeat(199)} `, length: 1_000 });
    expect(summarize(paragraphs(`${'x'.repeat(199)}😀`))?.preview).toBe('x'.repeat(199));
  });
});
