// What building and testing need: how to tell that it is there, and what it is called on each system.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

export const works = (command, ...args) => spawnSync(command, args, { stdio: 'ignore', shell: process.platform === 'win32' }).status === 0;

/** Whether a clang links libFuzzer and the sanitizers: their libraries are a package of their own, and Apple's has none. */
export function canFuzz(clang) {
  const input = 'int LLVMFuzzerTestOneInput(const unsigned char* data, unsigned long size) { return 0; }';
  return spawnSync(clang, ['-fsanitize=fuzzer,address,undefined', '-x', 'c', '-', '-o', os.devNull], { input, stdio: ['pipe', 'ignore', 'ignore'] }).status === 0;
}

const anyFile = (...files) => files.some((file) => file && fs.existsSync(file));
const inDeps = (file) => fs.existsSync(path.join(root, 'build/deps', file));

/** Whether a program is there and new enough, e.g. by `cmake --version`. */
function isAtLeast(command, wanted) {
  const { stdout } = spawnSync(command, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  const found = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(stdout ?? '');
  if (!found) return false;
  const [have, want] = [found.slice(1).map((part) => Number(part ?? 0)), wanted.split('.').map(Number)];
  for (let i = 0; i < 3; i++) if (have[i] !== (want[i] ?? 0)) return have[i] > (want[i] ?? 0);
  return true;
}

/** `names`: by system; `elsewhere` says how to come by it where a system has none, or an older one. `tests`: only tests need it. */
export const requirements = [
  {
    found: () => isAtLeast('emcc', '3.1.6'),
    versioned: true,
    what: 'Emscripten 3.1.6 or newer (emcc on the PATH)',
    names: { debian: 'emscripten', ubuntu: 'emscripten', fedora: 'emscripten', arch: 'emscripten', macos: 'emscripten' },
    elsewhere: 'git clone https://github.com/emscripten-core/emsdk, then in it "emsdk install 3.1.6", "emsdk activate 3.1.6" and what it says of emsdk_env',
  },
  {
    found: () => isAtLeast('cmake', '3.25'),
    versioned: true,
    what: 'CMake 3.25 or newer',
    names: { debian: 'cmake', ubuntu: 'cmake', fedora: 'cmake', arch: 'cmake', macos: 'cmake', windows: 'Kitware.CMake' },
    elsewhere: 'python3 -m pip install cmake, or https://cmake.org/download/',
  },
  {
    found: () => works('ninja', '--version'),
    what: 'Ninja',
    names: { debian: 'ninja-build', ubuntu: 'ninja-build', fedora: 'ninja-build', arch: 'ninja', macos: 'ninja', windows: 'Ninja-build.Ninja' },
    elsewhere: 'https://ninja-build.org',
  },
  {
    // Elsewhere CMake fetches it.
    found: () => inDeps('nlohmann_json') || anyFile('/usr/include/nlohmann/json.hpp'),
    what: 'nlohmann/json',
    names: { debian: 'nlohmann-json3-dev' },
    optional: true,
    tests: true,
  },
  {
    // What CMake will use: the compiler named by CXX, else c++.
    found: () => works(process.env.CXX ?? 'c++', '--version') && works(process.env.CC ?? 'cc', '--version'),
    what: 'a C++20 compiler',
    names: { debian: 'g++', ubuntu: 'g++', fedora: 'gcc-c++', arch: 'gcc' },
    elsewhere: 'GCC 12, clang 14 or newer; on macOS: xcode-select --install',
    tests: true,
  },
  {
    // For the fuzz targets; elsewhere they are skipped without it.
    found: () => canFuzz(process.env.FUZZ_CLANG ?? 'clang'),
    what: 'clang with libFuzzer',
    names: { debian: 'clang libclang-rt-dev', ubuntu: 'clang libclang-rt-dev', fedora: 'clang compiler-rt', arch: 'clang compiler-rt' },
    optional: true,
    tests: true,
  },
  {
    found: () => anyFile('/usr/include/gtest/gtest.h', '/usr/local/include/gtest/gtest.h', '/opt/homebrew/include/gtest/gtest.h'),
    what: 'GoogleTest',
    names: { debian: 'libgtest-dev', ubuntu: 'libgtest-dev', fedora: 'gtest-devel', arch: 'gtest', macos: 'googletest' },
    elsewhere: 'https://github.com/google/googletest',
    tests: true,
  },
  {
    found: () => anyFile(process.env.CHROMIUM ?? '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'),
    what: 'Chromium (its path in the environment variable CHROMIUM, unless it is /usr/bin/chromium)',
    names: { debian: 'chromium', fedora: 'chromium', arch: 'chromium' },
    // Ubuntu has it as a snap only, which sees neither hidden folders nor /tmp.
    elsewhere: 'npx @puppeteer/browsers install chrome@stable --path build/browsers; then export CHROMIUM= the path that it prints',
    tests: true,
  },
  {
    found: () => anyFile(process.env.FIREFOX ?? '/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'),
    what: 'Firefox (its path in the environment variable FIREFOX, unless it is /usr/bin/firefox)',
    names: { debian: 'firefox-esr', fedora: 'firefox', arch: 'firefox' },
    elsewhere: 'npx @puppeteer/browsers install firefox@stable --path build/browsers; then export FIREFOX= the path that it prints',
    tests: true,
  },
  {
    // For one test of the page; elsewhere it is skipped without it.
    found: () => anyFile('/usr/bin/WebKitWebDriver') && anyFile('/usr/bin/Xvfb'),
    what: 'WebKit with its driver, and a screen for it',
    names: { debian: 'webkit2gtk-driver xvfb' },
    optional: true,
    tests: true,
  },
  {
    found: () => anyFile('/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf', '/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf', '/usr/share/fonts/TTF/DejaVuSans.ttf', '/System/Library/Fonts', 'C:/Windows/Fonts'),
    what: 'a sans-serif font',
    names: { debian: 'fonts-dejavu-core', ubuntu: 'fonts-dejavu-core', fedora: 'dejavu-sans-fonts', arch: 'ttf-dejavu' },
    elsewhere: 'e.g. DejaVu Sans, https://dejavu-fonts.github.io',
    tests: true,
  },
];

const installers = {
  debian: (names) => `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names}`,
  ubuntu: (names) => `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names}`,
  fedora: (names) => `sudo dnf install -y ${names}`,
  arch: (names) => `sudo pacman -S --needed ${names}`,
  macos: (names) => `brew install ${names}`,
  windows: (names) => names.split(' ').map((name) => `winget install --exact --id ${name}`).join('\n  '),
};

const advice = {
  windows: 'Windows itself has not been tried. In WSL (wsl --install -d Debian) everything is as on Debian.',
};

/**
 * Which of the systems this is, by Node's platform and the text of /etc/os-release; undefined for any other.
 * @returns {keyof typeof installers | undefined}
 */
export function systemOf(platform, release) {
  if (platform === 'darwin') return 'macos';
  if (platform === 'win32') return 'windows';
  const field = (name) => new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(release)?.[1].split(' ') ?? [];
  const ids = [...field('ID'), ...field('ID_LIKE')];
  const known = { ubuntu: 'ubuntu', debian: 'debian', fedora: 'fedora', rhel: 'fedora', arch: 'arch' };
  const name = ids.find((id) => id in known);
  return name && known[name];
}

/** A system's packages of what is missing. */
export const packagesOf = (system, missing) => missing.flatMap(({ names }) => names[system]?.split(' ') ?? []);

/** What a person has to do on a system for what is missing: commands as far as there are packages. */
export function instructions(system, missing) {
  const named = missing.filter(({ names }) => names[system]);
  const others = missing.filter(({ names, optional }) => !names[system] && !optional);
  const lines = ['This system lacks:', ...[...named, ...others].map(({ what }) => `  - ${what}`)];
  if (named.length > 0) lines.push('Install with:', `  ${installers[system](packagesOf(system, named).join(' '))}`);
  const older = named.filter(({ versioned }) => versioned);
  if (older.length > 0) lines.push('Where that package is older than it must be:', ...older.map(({ what, elsewhere }) => `  ${what.replace(/ .*/, '')}: ${elsewhere}`));
  for (const { what, elsewhere } of others) lines.push(`${what.replace(/ \(.*/, '')}:`, `  ${elsewhere}`);
  if (advice[system]) lines.push(advice[system]);
  lines.push('Then run the command again.');
  return lines.join('\n');
}
