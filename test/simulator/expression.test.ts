import { matches, parseExpression } from '../../simulator/taskrouter/expression';

const attributes = {
  name: 'Ella',
  age: 42,
  vip: true,
  team: null,
  skills: ['sms', 'email'],
  numbers: [1, 2],
  'dashed-name': 'x',
  address: { city: 'Oslo', floor: { number: 3 } },
};

const holds = (text: string): boolean => matches(text, { own: attributes });

describe('an expression of TaskRouter', () => {
  it.each([
    // Comparisons.
    ['name == "Ella"', true],
    ['name = "Ella"', true],
    ["name == 'Ella'", true],
    ['name == "ella"', false],
    ['name != "Ada"', true],
    ['age == 42', true],
    ['age == "42"', false],
    ['age > 41', true],
    ['age > 42', false],
    ['age >= 42', true],
    ['age < 42', false],
    ['age <= 42', true],
    ['age > -1.5', true],
    ['name > "A"', false],
    ['missing > 1', false],
    ['vip == true', true],
    ['vip == FALSE', false],
    ['vip', true],
    ['name', false],
    ['team == null', true],
    ['missing == null', true],
    ['missing != null', false],
    ['1 == 1', true],
    ['1==2', false],
    // Attributes inside attributes.
    ['address.city == "Oslo"', true],
    ['address.floor.number == 3', true],
    ['address.street.name == "x"', false],
    ['dashed-name == "x"', true],
    // Lists and parts of texts.
    ['skills HAS "sms"', true],
    ['skills HAS "voice"', false],
    ['skills CONTAINS "email"', true],
    ['numbers HAS 2', true],
    ['numbers HAS "2"', false],
    ['name CONTAINS "ll"', true],
    ['name HAS "ll"', false],
    ['missing HAS "x"', false],
    ['name IN ["Ada", "Ella"]', true],
    ["name IN ['Ada']", false],
    ['age IN [1, 42]', true],
    ['name IN []', false],
    ['"sms" IN skills', true],
    ['name IN "Ella"', false],
    // Negations.
    ['NOT vip', false],
    ['!vip', false],
    ['NOT NOT vip', true],
    ['name NOT IN ["Ada"]', true],
    ['name NOT IN ["Ella"]', false],
    ['skills NOT HAS "voice"', true],
    ['NOT name == "Ada"', true],
    ['NOT (name == "Ella" AND vip)', false],
    // Words in any case.
    ['name in ["Ella"] and not skills has "voice"', true],
    ['name == "Ella" && (vip || age == 1)', true],
  ])('%s is %p', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it.each([
    // AND binds more closely than OR, on either side of it.
    ['vip OR vip AND age == 1', true],
    ['(vip OR vip) AND age == 1', false],
    ['age == 1 AND vip OR vip', true],
    ['age == 1 AND (vip OR vip)', false],
    // NOT binds more closely than AND.
    ['NOT vip AND age == 1', false],
    ['NOT (vip AND age == 1)', true],
    ['NOT vip OR vip', true],
    ['NOT (vip OR vip)', false],
    ['age == 1 OR age == 2 OR age == 42', true],
  ])('precedence: %s is %p', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it.each([
    ['name == "E\\"lla"', 'E"lla'],
    ["name == 'E\\'lla'", "E'lla"],
    ['name == "E\'lla"', "E'lla"],
    ['name == "AND OR NOT ( ) [ ] =="', 'AND OR NOT ( ) [ ] =='],
    ['name == "a\\\\b"', 'a\\b'],
    ['name == ""', ''],
  ])('quotes: %s takes %p', (text, name) => {
    expect(matches(text, { own: { name } })).toBe(true);
    expect(matches(text, { own: { name: 'other' } })).toBe(false);
  });

  it('is read without spaces as well as with many', () => {
    expect(holds('name=="Ella"&&age>=42')).toBe(true);
    expect(holds('  name   ==\n"Ella"  ')).toBe(true);
  });

  it('tells the attributes of the task and of the worker apart', () => {
    const scope = { own: { language: 'no' }, task: { language: 'en' }, worker: { languages: ['en'] } };
    expect(matches('task.language IN worker.languages', scope)).toBe(true);
    expect(matches('language IN worker.languages', scope)).toBe(false);
    // Without a worker its name is an attribute like any other.
    expect(matches('worker.team == "x"', { own: { worker: { team: 'x' } } })).toBe(true);
  });

  it('sees nothing but attributes', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'name.length']) {
      expect(holds(`${name} == null`)).toBe(true);
    }
  });

  it.each(['', '   ', null, undefined])('holds for everybody if it is %p', (text) => {
    expect(matches(text, { own: {} })).toBe(true);
  });

  it.each([
    'name ==',
    '== "Ella"',
    'name "Ella"',
    'name = = "Ella"',
    '(name == "Ella"',
    'name == "Ella")',
    'name IN ["Ella"',
    'name IN ["Ella" "Ada"]',
    'name NOT "Ella"',
    'NOT',
    'vip NOT',
    '(vip NOT)',
    'AND vip',
    'vip AND',
    'vip OR OR vip',
    'name == "Ella',
    "name == 'Ella",
    'name == Ella"',
    'name ~ "Ella"',
    'name == 1;',
    'vip vip',
  ])("%s is refused with Twilio's error 40105", (text) => {
    expect(() => parseExpression(text)).toThrow(
      expect.objectContaining({
        status: 400,
        code: 40105,
        message: expect.stringContaining(text) as string,
      }) as Error,
    );
  });
});
