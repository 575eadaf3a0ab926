import { type Known, replay, type Verdict, validatorTests } from '../../clients/validator/index.ts';
import type { CheckTools } from '../../kit/check/check.ts';
import { check } from '../../kit/check/check.ts';
import { fixture, type Given } from '../../kit/check/given.ts';

/** What the placeholders of the validator's tests stand for. */
function namesFor(given: Given): Known {
  const [userName, groupName] = [given.address(), given.unique()];
  return {
    userName,
    userNameEncoded: userName.replace('@', '%40'),
    userNameUpper: userName.toUpperCase().replace('@', '%40'),
    groupName,
    groupNameUpper: groupName.toUpperCase(),
    mail: given.address(),
    mail2: given.address(),
    newName: given.address(),
    leastName: given.address(),
    bossName: given.address(),
    newGroupName: given.unique(),
    absentName: given.unique(),
  };
}

/** What the validator would say to each test; run once, since its tests build on each other. */
const verdicts = fixture('entra.validator', ({ given, scim, profile }): Promise<Verdict[]> => {
  const tests = validatorTests.filter(({ resource }) => resource === 'User' || profile.resources !== 'users');
  return replay(scim, tests, namesFor(given));
});

async function note({ given, must, observe }: CheckTools, preview: boolean): Promise<void> {
  const user = await given.anyUser();
  must.keep(await given.read(user), 'id', user.id);

  for (const { test, passed, why, overlooked } of await given.the(verdicts)) {
    if (test.preview !== preview) continue;
    const missed = overlooked.length === 0 ? '' : `; overlooks ${overlooked.join(', ')}`;
    observe(`validator.${test.id}`, `${passed ? 'passes' : `fails: ${why}`}${missed}`);
  }
}

export const validator = [
  check(
    'entra.validator-mandatory-tests',
    ['entra:V01'],
    "results of the mandatory tests of Microsoft's SCIM Validator",
    { long: true },
    (tools) => note(tools, false),
  ),
  check(
    'entra.validator-preview-tests',
    ['entra:V02'],
    "results of the preview tests of Microsoft's SCIM Validator",
    { long: true },
    (tools) => note(tools, true),
  ),
];
