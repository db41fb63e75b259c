import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { HighlightStyle, bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { languageOf } from './languages';

/** The colours of the page, so that light and dark need no theme each. */
const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--text)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--accent)', padding: '12px 0' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--text-quiet)', border: '0', paddingInline: '8px 4px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--hover) 70%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--selected-hover)' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--text)' },
  '.cm-searchMatch': { backgroundColor: 'color-mix(in srgb, var(--tint-folder) 35%, transparent)' },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--tint-image)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--tint-sheet)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--tint-folder)' },
  { tag: [tags.comment, tags.meta], color: 'var(--text-quiet)', fontStyle: 'italic' },
  { tag: [tags.tagName, tags.typeName, tags.className], color: 'var(--tint-code)' },
  { tag: [tags.propertyName, tags.attributeName, tags.definition(tags.variableName)], color: 'var(--accent-text)' },
  { tag: tags.heading, fontWeight: '650' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strong, fontWeight: '650' },
  { tag: tags.link, textDecoration: 'underline' },
]);

export interface EditorOptions {
  readonly text: string;
  readonly name: string;
  readonly label: string;
  readonly lineSeparator: string;
  readonly onChange: () => void;
  readonly onSave: () => void;
}

/**
 * Opens an editor in a shadow root: there its rules are a constructed style sheet, in the page itself they would be an
 * inline style, which the content security policy refuses.
 */
export async function openEditor(parent: HTMLElement, options: EditorOptions): Promise<EditorView> {
  const language = await languageOf(options.name);
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: 'open' });
  const host = document.createElement('div');
  host.style.height = '100%';
  root.replaceChildren(host);
  const extensions: Extension[] = [
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    syntaxHighlighting(colours),
    look,
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': options.label, spellcheck: 'false' }),
    EditorState.lineSeparator.of(options.lineSeparator),
    keymap.of([
      {
        key: 'Mod-s',
        run: () => {
          options.onSave();
          return true;
        },
      },
      ...defaultKeymap,
      ...historyKeymap,
      ...searchKeymap,
      indentWithTab,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) options.onChange();
    }),
    ...(language ? [language] : []),
  ];
  return new EditorView({ parent: host, root, state: EditorState.create({ doc: options.text, extensions }) });
}
