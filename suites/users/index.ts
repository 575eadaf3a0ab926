import { create } from './create.ts';
import { createIgnored } from './createIgnored.ts';
import { createInvented } from './createInvented.ts';
import { createOmitted } from './createOmitted.ts';
import { createWrong } from './createWrong.ts';
import { enterprise } from './enterprise.ts';
import { firstReplace } from './firstReplace.ts';
import { forms } from './forms.ts';
import { groupsOfUsers } from './groups.ts';
import { password } from './password.ts';
import { read } from './read.ts';
import { replace } from './replace.ts';
import { replaceImmutable } from './replaceImmutable.ts';
import { replaceRefused } from './replaceRefused.ts';
import { replaceWhole } from './replaceWhole.ts';
import { shownNames } from './shownNames.ts';
import { state } from './state.ts';
import { names, userName } from './userName.ts';
import { values } from './values.ts';

/** The life of a user: create, read, replace, and what its attributes mean. */
export const users = [
  ...firstReplace,
  ...create,
  ...createOmitted,
  ...createIgnored,
  ...createInvented,
  ...createWrong,
  ...userName,
  ...names,
  ...values,
  ...forms,
  ...password,
  ...groupsOfUsers,
  ...shownNames,
  ...enterprise,
  ...read,
  ...state,
  ...replace,
  ...replaceWhole,
  ...replaceImmutable,
  ...replaceRefused,
];
