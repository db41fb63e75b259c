import { StreamLanguage, type StreamParser } from '@codemirror/language';
import type { Extension } from '@codemirror/state';

type Loader = () => Promise<Extension>;

const legacy = (load: () => Promise<StreamParser<unknown>>): Loader => async () => StreamLanguage.define(await load());

const javascript: Loader = async () => (await import('@codemirror/lang-javascript')).javascript();
const typescript: Loader = async () => (await import('@codemirror/lang-javascript')).javascript({ typescript: true });
const clike = (name: 'c' | 'cpp' | 'csharp' | 'java') => legacy(async () => (await import('@codemirror/legacy-modes/mode/clike'))[name] as StreamParser<unknown>);
const shell = legacy(async () => (await import('@codemirror/legacy-modes/mode/shell')).shell as StreamParser<unknown>);
const properties = legacy(async () => (await import('@codemirror/legacy-modes/mode/properties')).properties as StreamParser<unknown>);

/** What colours a text, by the extension of its name; each is fetched when it is first needed. */
const loaders: Readonly<Record<string, Loader>> = {
  js: javascript,
  mjs: javascript,
  jsx: javascript,
  ts: typescript,
  tsx: typescript,
  json: async () => (await import('@codemirror/lang-json')).json(),
  html: async () => (await import('@codemirror/lang-html')).html(),
  htm: async () => (await import('@codemirror/lang-html')).html(),
  css: async () => (await import('@codemirror/lang-css')).css(),
  xml: async () => (await import('@codemirror/lang-xml')).xml(),
  svg: async () => (await import('@codemirror/lang-xml')).xml(),
  md: async () => (await import('@codemirror/lang-markdown')).markdown(),
  py: async () => (await import('@codemirror/lang-python')).python(),
  yaml: async () => (await import('@codemirror/lang-yaml')).yaml(),
  yml: async () => (await import('@codemirror/lang-yaml')).yaml(),
  sql: async () => (await import('@codemirror/lang-sql')).sql(),
  sh: shell,
  bash: shell,
  ini: properties,
  conf: properties,
  properties,
  toml: legacy(async () => (await import('@codemirror/legacy-modes/mode/toml')).toml as StreamParser<unknown>),
  c: clike('c'),
  h: clike('c'),
  cpp: clike('cpp'),
  cs: clike('csharp'),
  java: clike('java'),
  go: legacy(async () => (await import('@codemirror/legacy-modes/mode/go')).go as StreamParser<unknown>),
  rs: legacy(async () => (await import('@codemirror/legacy-modes/mode/rust')).rust as StreamParser<unknown>),
  rb: legacy(async () => (await import('@codemirror/legacy-modes/mode/ruby')).ruby as StreamParser<unknown>),
};

export async function languageOf(name: string): Promise<Extension | undefined> {
  return loaders[name.slice(name.lastIndexOf('.') + 1).toLowerCase()]?.();
}
