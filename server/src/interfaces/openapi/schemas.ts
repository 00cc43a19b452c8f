import { z } from 'zod';

/** A piece of an OpenAPI document. */
export type JsonObject = Record<string, unknown>;

/** Turns declared schemas into JSON Schema 2020-12 and gathers those that have a name (`.meta({ id })`). */
export interface SchemaCollector {
  /** What a caller sends: before defaults and transformations. */
  input(schema: z.ZodType): JsonObject;
  /** What a caller receives; fields may be added later, so none are excluded. */
  output(schema: z.ZodType): JsonObject;
  /** The named schemas met so far, by name. */
  components(): JsonObject;
}

/** Formats that say it all; the pattern beside them is long and reads as noise. */
const FORMATS_WITHOUT_PATTERN: readonly unknown[] = ['uuid', 'date-time', 'email'];
const LOCAL_PREFIX = '#/$defs/';
const COMPONENT_PREFIX = '#/components/schemas/';

/** Creates a collector. */
export function createSchemaCollector(): SchemaCollector {
  const components = new Map<string, JsonObject>();
  const convert = (schema: z.ZodType, io: 'input' | 'output') => {
    const options = { io, target: 'draft-2020-12', reused: 'inline', override: tidy(io) } as const;
    const json = z.toJSONSchema(schema, options) as JsonObject;
    const { $schema: _schema, $defs: definitions = {}, ...root } = json;
    for (const [name, definition] of Object.entries(definitions as Record<string, JsonObject>)) {
      addComponent(components, name, pointToComponents(definition) as JsonObject);
    }
    return addDiscriminator(pointToComponents(root) as JsonObject, components);
  };
  return {
    input: (schema) => convert(schema, 'input'),
    output: (schema) => convert(schema, 'output'),
    components: () => Object.fromEntries([...components].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

type Override = NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override']>;

function tidy(io: 'input' | 'output'): Override {
  return ({ zodSchema, jsonSchema }) => {
    const { def } = zodSchema._zod;
    if (io === 'output') delete jsonSchema.additionalProperties;
    // Input of a pipe is its first part; that the second checks for an address would be lost.
    if (def.type === 'pipe' && isEmail(def.out)) jsonSchema.format = 'email';
    if (FORMATS_WITHOUT_PATTERN.includes(jsonSchema.format)) delete jsonSchema.pattern;
    delete jsonSchema.id;
  };
}

function isEmail(schema: z.core.$ZodType): boolean {
  return schema instanceof z.ZodEmail;
}

function addComponent(components: Map<string, JsonObject>, name: string, schema: JsonObject): void {
  const known = components.get(name);
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
    throw new Error(`two different schemas are called ${name}`);
  }
  components.set(name, schema);
}

function pointToComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointToComponents);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => {
      const isReference = key === '$ref' && typeof entry === 'string';
      return [
        key,
        isReference ? entry.replace(LOCAL_PREFIX, COMPONENT_PREFIX) : pointToComponents(entry),
      ];
    }),
  );
}

/** Tells client generators which field chooses among alternatives, when one does. */
function addDiscriminator(
  schema: JsonObject,
  components: ReadonlyMap<string, JsonObject>,
): JsonObject {
  if (!Array.isArray(schema['oneOf'])) return schema;
  const references = schema['oneOf'].map((entry) => (entry as JsonObject)['$ref']);
  // Only named alternatives can be told by a field of theirs.
  if (!references.every((reference) => typeof reference === 'string')) return schema;
  const alternatives = references.map((reference) =>
    components.get(reference.replace(COMPONENT_PREFIX, '')),
  );
  const [first] = alternatives.map(propertiesOf);
  const propertyName = Object.keys(first ?? {}).find((name) =>
    alternatives.every((alternative) => propertiesOf(alternative)[name]?.['const'] !== undefined),
  );
  if (propertyName === undefined) return schema;
  const mapping: Record<string, unknown> = {};
  for (const [index, alternative] of alternatives.entries()) {
    mapping[String(propertiesOf(alternative)[propertyName]?.['const'])] = references[index];
  }
  return { ...schema, discriminator: { propertyName, mapping } };
}

function propertiesOf(schema: JsonObject | undefined): Record<string, JsonObject> {
  return (schema?.['properties'] ?? {}) as Record<string, JsonObject>;
}
