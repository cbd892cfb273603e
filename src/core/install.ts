/** How each package manager adds packages, installs those of a project again, and which files are its own. */
const managers = {
  pnpm: { add: 'pnpm add', again: 'pnpm install', locks: ['pnpm-lock.yaml'] },
  yarn: { add: 'yarn add', again: 'yarn install', locks: ['yarn.lock'] },
  bun: { add: 'bun add', again: 'bun install', locks: ['bun.lock', 'bun.lockb'] },
  npm: { add: 'npm install', again: 'npm install', locks: ['package-lock.json'] },
};

type ManagerName = keyof typeof managers;

/**
 * The command that installs packages, in the words of the package manager in use.
 *
 * @param packages none: those of the project, again
 * @param npmOptions options of `npm install` that the other managers refuse
 * @example installCommand('bullmq@6 ioredis') // 'pnpm add bullmq@6 ioredis' where pnpm is in use
 */
export function installCommand(packages = '', npmOptions = ''): string {
  const name = managerInUse();
  const { add, again } = managers[name];
  const words = packages === '' ? [again] : [add, name === 'npm' ? npmOptions : '', packages];
  return words.filter((word) => word !== '').join(' ');
}

/** The manager that runs this process; else that of the nearest lock file; else npm. npx runs in projects of any. */
function managerInUse(): ManagerName {
  // A browser has no process, or one without folders.
  if (typeof process !== 'object') return 'npm';
  const agent = /^(pnpm|yarn|bun)\//.exec(process.env?.npm_config_user_agent ?? '')?.[1];
  return (agent as ManagerName | undefined) ?? managerOfFolder() ?? 'npm';
}

function managerOfFolder(): ManagerName | undefined {
  const [fs, path] = [process.getBuiltinModule?.('fs'), process.getBuiltinModule?.('path')];
  if (!fs || !path) return undefined;
  const names = Object.keys(managers) as ManagerName[];
  for (let folder = process.cwd(); ; folder = path.dirname(folder)) {
    const found = names.find((name) =>
      managers[name].locks.some((lock) => fs.existsSync(path.join(folder, lock))),
    );
    if (found || path.dirname(folder) === folder) return found;
  }
}
