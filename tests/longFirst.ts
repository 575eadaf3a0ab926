import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take minutes: begun first, so that no worker is left alone with one of them in the end. */
const LONG = /\/tests\/(?:detection\/(?:defects|sound)|variations\/vary)[^/]*$/;

/** Has long files begun first; those that share workers stand together, so that a worker goes from one to the next. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification) =>
      LONG.test(moduleId) ? 0 : project.config.isolate ? 2 : 1;
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
