import type { Command } from '../arguments/command.ts';
import { globalOptions } from '../arguments/global_options.ts';
import { commandName, dashed, optionNames } from '../arguments/option_names.ts';

/** A script for bash and zsh that completes commands, their options, and names of files. */
export function completionScript(commands: readonly Command[]): string {
  const names = commands.map(commandName);
  const cases = commands.map(
    (command) =>
      `    ${commandName(command)}) words='${[...optionNames(command), '--help', ...Object.keys(globalOptions).map(dashed)].join(' ')}' ;;`,
  );
  return `# Completion of coincide for bash and zsh.
if [ -n "\${ZSH_VERSION:-}" ]; then
  autoload -Uz bashcompinit && bashcompinit
fi
_coincide() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words=''
  local IFS=$' \\t\\n'
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${names.join(' ')} --help --version' -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    help) COMPREPLY=($(compgen -W '${names.join(' ')}' -- "$word")); return ;;
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _coincide coincide`;
}
