import type { Command } from '../arguments/command.ts';
import { globalOptions } from '../arguments/global_options.ts';
import { commandName, commandOptions, dashed, optionNames, positionalOf } from '../arguments/option_names.ts';
import { argumentValues } from './argument_values.ts';

/** A script for bash and zsh that completes commands, their options, and values: words, files or folders. */
export function completionScript(commands: readonly Command[]): string {
  const names = commands.map(commandName);
  return `# Completion of coincide for bash and zsh.
if [ -n "\${ZSH_VERSION:-}" ]; then
  autoload -Uz bashcompinit && bashcompinit
fi
_coincide() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" start='' words='' paths=''
  local IFS=$' \\t\\n'
  # An option and its value with = between them: three words in bash, one in zsh.
  case "$word" in
    =) word='' ;;
    --*=*) before="\${word%%=*}"; start="$before="; word="\${word#*=}" ;;
    *) [ "$before" = '=' ] && before="\${COMP_WORDS[COMP_CWORD-2]}" ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${names.join(' ')} --help --version' -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]} $before" in
${commands.flatMap(valueCases).join('\n')}
    'help '*) words='${names.join(' ')}' ;;
    *)
      case "\${COMP_WORDS[1]} $word" in
${commands.flatMap(ownCases).join('\n')}
      esac ;;
  esac
  IFS=$'\\n'
  [ -n "$words" ] && COMPREPLY=($(IFS=' '; compgen -P "$start" -W "$words" -- "$word"))
  [ -n "$paths" ] && COMPREPLY=($(compgen -P "$start" "$paths" -- "$word"))
}
complete -o filenames -F _coincide coincide`;
}

/** A line of the script for each option of a command that takes a value, with the values. */
function valueCases(command: Command): string[] {
  const name = commandName(command);
  return Object.entries(commandOptions(command).valued).map(([option, forms]) => {
    const patterns = forms.map((form) => `'${name} ${form}'`).join(' | ');
    return `    ${patterns}) ${offering(name, option)} ;;`;
  });
}

/** Two lines of the script for a command: its options, and its other arguments. */
function ownCases(command: Command): string[] {
  const name = commandName(command);
  const options = [...optionNames(command), '--help', ...Object.keys(globalOptions).map(dashed)];
  const [positional] = positionalOf(command);
  return [
    `        '${name} '-*) words='${options.join(' ')}' ;;`,
    `        '${name} '*) ${positional === undefined ? ':' : offering(name, positional)} ;;`,
  ];
}

/** A command of the script that offers the values of an argument; `:` does nothing. */
function offering(command: string, argument: string): string {
  const values = argumentValues(command, argument);
  if (values === 'a file') return 'paths=-f';
  if (values === 'a folder') return 'paths=-d';
  return values === undefined ? ':' : `words='${values.join(' ')}'`;
}
