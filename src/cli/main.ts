#!/usr/bin/env node
import { cli } from './cli.ts';
import { reportFailure } from './terminal/failure.ts';

// An error that nothing catches, such as one of a library's promise. What it leaves behind must not go on.
process.on('uncaughtException', (error) => {
  process.exit(reportFailure(error, process.argv.includes('--verbose')));
});
process.exitCode = await cli(process.argv.slice(2));
