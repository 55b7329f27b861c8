// Blocks of code, coloured simply: comments, strings, numbers, keywords and names of functions.

import { el } from "../dom.js";

/** @import { Children } from "../types.js" */

const STRING = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'`;
const HASH_COMMENT = String.raw`(?<=^|\s)#[^\n]*`;
const NUMBER = String.raw`\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?\b`;
const CALL = String.raw`\b[A-Za-z_]\w*(?=\()`;
/** @param {string} text */
const words = (text) => String.raw`\b(?:${text.trim().split(/\s+/u).join("|")})\b`;

const PYTHON = `and as assert async await break class continue def del elif else except finally for from global if
  import in is lambda match case nonlocal not or pass raise return try while with yield None True False self`;
const SCRIPT = `async await break case catch class const continue default delete do else export extends finally for
  function if import in instanceof let new null of return static super switch this throw true try typeof undefined
  false var void while yield`;
const SQL = `select from where join left right inner outer on group by order having insert into values update set
  delete create table index unique primary key foreign references not null default and or in is as distinct limit
  offset begin commit rollback alter add drop column explain analyze returning with union all exists between like
  true false integer text serial varchar boolean timestamp constraint check cascade using`;
const SHELL = `if then else elif fi for in do done while case esac function return export local sudo cd echo`;
const DOCKER = `FROM RUN CMD COPY ADD ENV ARG WORKDIR EXPOSE ENTRYPOINT USER VOLUME LABEL HEALTHCHECK AS`;

/** @type {Record<string, RegExp>} */
const LANGUAGES = {
  python: rules({
    comment: "#[^\\n]*",
    string: String.raw`[rbfuRBFU]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|${STRING})`,
    meta: String.raw`@[\w.]+`,
    keyword: words(PYTHON),
  }),
  javascript: rules({
    comment: String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`,
    string: `${STRING}|\`(?:\\\\.|[^\`\\\\])*\``,
    keyword: words(SCRIPT),
  }),
  sql: rules({ comment: String.raw`--[^\n]*`, string: STRING, keyword: words(SQL) }, "giu"),
  bash: rules({
    comment: HASH_COMMENT,
    string: STRING,
    meta: String.raw`\$\w+|\$\{[^}\n]*\}`,
    keyword: words(SHELL),
    call: String.raw`(?<=^|\s)--?[\w-]+`,
  }),
  html: rules({
    comment: String.raw`<!--[\s\S]*?-->|\{#[\s\S]*?#\}`,
    meta: String.raw`\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}`,
    keyword: String.raw`<\/?[\w-]+|\/?>`,
    string: STRING,
    call: String.raw`\b[\w-]+(?==)`,
  }),
  yaml: rules(
    {
      comment: HASH_COMMENT,
      keyword: String.raw`^[ \t-]*[\w./-]+(?=:)`,
      string: STRING,
      meta: words("true false null"),
    },
    "gmu",
  ),
  json: rules({ keyword: String.raw`"(?:\\.|[^"\\\n])*"(?=\s*:)`, string: STRING, meta: words("true false null") }),
  ini: rules(
    {
      comment: String.raw`^[ \t]*[#;][^\n]*`,
      keyword: String.raw`^\[[^\]\n]*\]|^[ \t]*[\w.-]+(?=\s*[= {])`,
      string: STRING,
    },
    "gmu",
  ),
  dockerfile: rules({ comment: String.raw`^#[^\n]*`, keyword: words(DOCKER), string: STRING }, "gmu"),
};
/** @type {Record<string, string>} */
const ALIASES = {
  ...{ py: "python", pycon: "python" },
  ...{ js: "javascript", ts: "javascript", typescript: "javascript" },
  ...{ sh: "bash", shell: "bash", console: "bash", zsh: "bash" },
  ...{ django: "html", jinja: "html", xml: "html", htmldjango: "html" },
  ...{ toml: "ini", nginx: "ini", conf: "ini" },
  ...{ postgresql: "sql", pgsql: "sql", sqlite: "sql" },
  ...{ yml: "yaml", docker: "dockerfile" },
};

/**
 * Make one expression of the shapes of each kind of word; the names of its groups are the kinds.
 * @param {Record<string, string>} kinds
 */
function rules(kinds, flags = "gu") {
  const all = { ...kinds, number: NUMBER, call: kinds.call ?? CALL };
  return new RegExp(Object.entries(all).map(([kind, shape]) => `(?<${kind}>${shape})`).join("|"), flags);
}

/**
 * Make a block of code; the language is one of Discord's names for it, or empty.
 * @param {string} code
 * @param {string} language
 */
export function codeBlock(code, language) {
  const name = language.toLowerCase();
  const shapes = LANGUAGES[ALIASES[name] ?? name];
  return el("pre.code", {}, el("code", {}, shapes ? coloured(code, shapes) : code));
}

/**
 * @param {string} code
 * @param {RegExp} shapes
 */
function coloured(code, shapes) {
  /** @type {Children[]} */
  const nodes = [];
  let from = 0;
  for (const match of code.matchAll(shapes)) {
    if (match.index > from) nodes.push(code.slice(from, match.index));
    const [kind] = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) ?? ["plain"];
    nodes.push(el(`span.code-${kind}`, {}, match[0]));
    from = match.index + match[0].length;
  }
  nodes.push(code.slice(from));
  return nodes;
}
