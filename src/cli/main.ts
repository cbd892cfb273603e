#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { cli } from './cli.ts';
import { reportFailure } from './terminal/failure.ts';

// V8 of Node 20 compiles functions that then run a few times more, which takes much of a check. It waits longer here.
// Later ones need no such flag, and do not know it: they compile quickly first, and thoroughly what goes on running.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=300000');

// An error that nothing catches, such as one of a library's promise. What it leaves behind must not go on.
process.on('uncaughtException', (error) => {
  process.exit(reportFailure(error, process.argv.includes('--verbose')));
});
process.exitCode = await cli(process.argv.slice(2));
