#!/usr/bin/env bash
# Gives a project a working @tensorflow/tfjs-node where the package's own install script cannot download libtensorflow:
# compiles its two C++ files against the TensorFlow C library that comes inside PyPI's tensorflow-cpu wheel.
#
#   bash tools/build-tfjs-node.sh [PROJECT_DIR]     (default: the current folder)
#
# Needs Linux x86_64, bash, flock, node with npm, python3 with pip, and g++. Leaves package.json and package-lock.json
# alone, so npm may remove what it did: run it again then, the result waits in the user's cache folder.
set -euo pipefail

readonly TFJS=4.22.0 TENSORFLOW=2.15.1
readonly WHEEL_SHA256=54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26
readonly NODE_API=8 # the newest that tfjs-node lists; stable over Node versions, so that one addon does for all

say() { echo "build-tfjs-node: $*" >&2; }

check_prerequisites() {
  local missing=()
  [ "$(uname -sm)" = "Linux x86_64" ] || missing+=("Linux on x86_64, and this is $(uname -sm)")
  for tool in flock node npm python3 g++; do command -v "$tool" >/dev/null || missing+=("$tool"); done
  python3 -m pip --version >/dev/null 2>&1 || missing+=("pip for python3 (python3 -m pip)")
  for what in "${missing[@]}"; do say "needs $what"; done
  [ ${#missing[@]} = 0 ] || exit 1
}

# Prints the folder in which the project's code finds package $1, or fails.
find_package() {
  (cd "$project" && node -p 'path.dirname(require.resolve(process.argv[1] + "/package.json"))' "$1" 2>/dev/null)
}

# Pools a 3×3 image in the project, and prints the versions. tfjs-node calls two deprecated functions of Node, one of
# them gone since Node 23: both are replaced here, as coincide does when it loads the package.
smoke_test() {
  (cd "$project" && TF_CPP_MIN_LOG_LEVEL=3 node -e '
    Object.assign(require("node:util"), { isNullOrUndefined: value => value == null, isArray: Array.isArray });
    const tf = require("@tensorflow/tfjs-node");
    const pooled = tf.maxPool(tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8, 9], [3, 3, 1]), 2, 2, "same").dataSync().join();
    if (tf.getBackend() !== "tensorflow" || pooled !== "5,6,8,9") throw new Error("wrong result: " + pooled);
    console.log("tfjs-node", tf.version["tfjs-node"], "on TensorFlow", tf.backend().binding.TF_Version);')
}

# --- The cache: package/ is tfjs-node with its dependencies, native/ what its install script would have added to it.

fetch_package() {
  say "fetching @tensorflow/tfjs-node $TFJS"
  if [ -f "$project/.npmrc" ]; then cp "$project/.npmrc" .; fi # it may name a mirror
  npm install --prefix . --ignore-scripts --no-audit --no-fund --loglevel=error \
    "@tensorflow/tfjs-node@$TFJS" node-api-headers@1.9.0 >&2
  mv node_modules/@tensorflow/tfjs-node package
  mv node_modules/node-api-headers/include headers
  mv node_modules package/node_modules
}

# The wheel for CPython 3.11 suits any python3, as only its C library is used.
fetch_tensorflow() {
  say "fetching TensorFlow $TENSORFLOW (198 MiB)"
  echo "tensorflow-cpu==$TENSORFLOW --hash=sha256:$WHEEL_SHA256" >requirements.txt
  python3 -m pip download --quiet --no-deps --no-cache-dir --only-binary=:all: --platform manylinux2014_x86_64 \
    --implementation cp --python-version 3.11 --abi cp311 --requirement requirements.txt >&2
  python3 -c 'import sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
wanted = "tensorflow/libtensorflow_", "tensorflow/include/tensorflow/", "tensorflow/include/tsl/"
wheel.extractall(members=[name for name in wheel.namelist() if name.startswith(wanted)])' tensorflow_cpu-*.whl
}

compile_addon() {
  local libraries=native/deps/lib addon=native/lib/napi-v$NODE_API/tfjs_binding.node
  say "compiling the addon"
  mkdir -p "$libraries" "${addon%/*}"
  mv tensorflow/*.so.2 "$libraries"
  strip --strip-unneeded "$libraries"/*.so.2 # 614 to 449 MB
  ln -s libtensorflow_cc.so.2 "$libraries/libtensorflow.so.2.9.1" # with this name `npm rebuild` need not download
  g++ -std=c++17 -O2 -fPIC -shared "-DNAPI_VERSION=$NODE_API" -Iheaders -Itensorflow/include package/binding/*.cc \
    -L"$libraries" -l:libtensorflow_cc.so.2 -l:libtensorflow_framework.so.2 \
    -Wl,-rpath,"\$ORIGIN/../../deps/lib" -o "$addon"
}

# The folder gets its name only when whole, so that what an interrupted run left is never used.
fill_cache() {
  rm -rf "$cache.partial"
  mkdir -p "$cache.partial/whole"
  trap 'rm -rf "$cache.partial"' EXIT
  (cd "$cache.partial"; fetch_package; fetch_tensorflow; compile_addon; mv package native whole)
  mv "$cache.partial/whole" "$cache"
}

# --- The project. `npm install --no-save` would be shorter, but it removes all linked and unsaved packages on its way.

# Leaves out what the project has in the same version, so that both share one instance of tfjs-core.
install_package() {
  local scope=$project/node_modules/@tensorflow dependency own
  local partial=$scope/.tfjs-node.partial
  rm -rf "$partial"
  mkdir -p "$scope"
  cp -a "$cache/package" "$partial"
  for dependency in "$partial"/node_modules/@tensorflow/*; do
    own=$(find_package "@tensorflow/${dependency##*/}") || continue
    if cmp -s "$own/package.json" "$dependency/package.json"; then rm -r "$dependency"; fi
  done
  mv "$partial" "$scope/tfjs-node"
}

# Hard links to the cache take no disk; on another file system they have to be copies.
install_addon() {
  local package
  package=$(find_package @tensorflow/tfjs-node)
  rm -rf "${package:?}"/{deps,lib}
  cp -al "$cache/native/." "$package" 2>/dev/null || cp -a "$cache/native/." "$package"
}

check_prerequisites
project=$(cd "${1:-.}" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/coincide/tfjs-node-$TFJS-tensorflow-$TENSORFLOW
mkdir -p "${cache%/*}"
exec 9>"$cache.lock" # one run at a time
flock --nonblock 9 || { say "waiting for another run"; flock 9; }

if result=$(smoke_test 2>/dev/null); then say "already built: $result"; exit 0; fi
[ -d "$cache" ] || fill_cache
find_package @tensorflow/tfjs-node >/dev/null || install_package
install_addon
result=$(smoke_test) || { say "the addon does not work; remove $cache to have it built anew"; exit 1; }
say "built: $result"
