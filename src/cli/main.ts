#!/usr/bin/env node
import { cli } from './arguments/cli.ts';

process.exitCode = await cli(process.argv.slice(2));
