import { afterAll, afterEach } from 'vitest';
import { doAll } from './atEnd.ts';

// Loaded anew for each test file, also where files share a process and what they import is loaded once.
afterEach(() => doAll('test'));
afterAll(() => doAll('file'));
