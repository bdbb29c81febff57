export type Json = Readonly<Record<string, unknown>>;

/** A statement that was changed, or taken out. */
interface ChangedStatement {
  readonly what: string;
  readonly statement?: Json;
}

/** @returns a statement taken out, and each of its parts taken out or widened in turn. */
export function statementMutations(statement: Json): readonly ChangedStatement[] {
  const allows = statement.Effect === "Allow";
  return [
    { what: "is taken out" },
    ...shortened(statement, "Action"),
    ...shortened(statement, "Resource"),
    ...conditions(statement),
    ...(allows
      ? [...widerActions(statement), ...widerResources(statement), ...widerPrincipal(statement)]
      : [turned(statement)]),
  ];
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Each of several values taken out; with the only one the statement would go. */
function shortened(statement: Json, key: "Action" | "Resource"): readonly ChangedStatement[] {
  const values = listOf(statement[key]);
  if (values.length < 2) return [];
  return values.map((value) => ({
    what: `lacks ${key} ${value}`,
    statement: { ...statement, [key]: values.filter((other) => other !== value) },
  }));
}

/** `sqs:SendMessage` becomes `sqs:*`. */
function widerActions(statement: Json): readonly ChangedStatement[] {
  const actions = listOf(statement.Action);
  return actions
    .filter((action) => !action.endsWith(":*"))
    .map((action) => ({
      what: `allows ${action.split(":")[0]}:* for ${action}`,
      statement: { ...statement, Action: actions.map((one) => (one === action ? `${one.split(":")[0]}:*` : one)) },
    }));
}

/** In the policy of a key `*` is the key itself. */
function widerResources(statement: Json): readonly ChangedStatement[] {
  const resources = listOf(statement.Resource);
  return resources
    .filter((resource) => resource !== "*" && statement.Principal === undefined)
    .map((resource) => ({
      what: `allows everything for ${resource}`,
      statement: { ...statement, Resource: resources.map((one) => (one === resource ? "*" : one)) },
    }));
}

function widerPrincipal(statement: Json): readonly ChangedStatement[] {
  if (statement.Principal === undefined || statement.Principal === "*") return [];
  return [{ what: "lets everyone in", statement: { ...statement, Principal: { AWS: "*" }, Condition: {} } }];
}

/** Each key of a condition taken out, and its value widened to any resource of the account and to anything. */
function conditions(statement: Json): readonly ChangedStatement[] {
  const operators = isObject(statement.Condition) ? statement.Condition : {};
  return Object.entries(operators).flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).flatMap(([key, value]) => {
      const { [key]: _, ...others } = keys as Json;
      const withValue = (other: Json) => ({ ...statement, Condition: { ...operators, [operator]: other } });
      return [
        { what: `lacks the condition ${operator} ${key}`, statement: withValue(others) },
        ...(/^Arn/.test(operator)
          ? [
              {
                what: `takes any ${key}`,
                statement: { ...statement, Condition: anyArn(operators, operator, key, value) },
              },
            ]
          : []),
      ];
    }),
  );
}

/** `arn:aws:sns:eu-west-1:111122223333:changes` becomes `arn:aws:sns:eu-west-1:111122223333:*`. */
function anyArn(operators: Json, operator: string, key: string, value: unknown): Json {
  const wider = listOf(value).map((arn) => [...arn.split(":").slice(0, 5), "*"].join(":"));
  const { [operator]: keys, ...rest } = operators;
  const { [key]: _, ...others } = keys as Json;
  const kept = Object.keys(others).length === 0 ? {} : { [operator]: others };
  return { ...rest, ...kept, ArnLike: { ...(isObject(rest.ArnLike) ? rest.ArnLike : {}), [key]: wider } };
}

/** A Deny that denies nothing any more. */
function turned(statement: Json): ChangedStatement {
  return { what: "denies something else", statement: { ...statement, Action: "plumbline:Nothing" } };
}

function listOf(value: unknown): readonly string[] {
  return [value ?? []].flat().filter((one): one is string => typeof one === "string");
}
