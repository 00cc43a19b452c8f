import { settings } from '../../server/src/platform/config/settings.ts';
import type { Setting } from '../../server/src/platform/config/settings.ts';

export const path = 'docs/generated/config.md';

const INTRODUCTION = `# Configuration

Boardwire starts without any of these. Each is an environment variable; \`BOARDWIRE_CONFIG\` may name a JSON file that
holds them too, as in \`{"PORT": 8080}\`, and the environment wins over the file. Secrets, marked with *, can also be read
from a file that the same name with \`_FILE\` names, as in \`DATABASE_URL_FILE=/run/secrets/database\`. A value that is not
acceptable stops the start with a line that names the variable. \`boardwire config\` prints what is in force, without
secrets.
`;

/** Every variable, from the schema that reads them. */
export function render(): string {
  const rows = Object.entries<Setting>(settings).map(([name, setting]) => {
    const cells = [
      `\`${name}\`${setting.secret ? ' *' : ''}`,
      describeDefault(setting),
      setting.description,
      `\`${setting.example}\``,
    ];
    return `| ${cells.map(escapeCell).join(' | ')} |`;
  });
  const head = ['| Variable | Default | What it does | Example |', '| --- | --- | --- | --- |'];
  return `${INTRODUCTION}\n${[...head, ...rows].join('\n')}\n`;
}

function describeDefault({ schema }: Setting): string {
  const value: unknown = schema.parse(undefined);
  if (value === undefined) return 'unset';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : `\`${value.join(',')}\``;
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}
