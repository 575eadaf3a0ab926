type Work = () => unknown;

const ofFile: Work[] = [];
const ofTest: Work[] = [];

/** Has something closed or removed after the last test of the file, what came last first. */
export function atEndOfFile(work: Work): void {
  ofFile.push(work);
}

/** Has something closed or removed after the test that asks for it, what came last first. */
export function atEndOfTest(work: Work): void {
  ofTest.push(work);
}

/** Does what was asked for; all of it, whatever fails. */
export async function doAll(which: 'file' | 'test'): Promise<void> {
  const works = (which === 'file' ? ofFile : ofTest).splice(0).reverse();
  const failed: unknown[] = [];
  for (const work of works)
    try {
      await work();
    } catch (error) {
      failed.push(error);
    }
  if (failed.length > 0) throw failed[0];
}
