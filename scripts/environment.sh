# SPDX-License-Identifier: MIT
# Sourced by demo, test and bench: makes .venv from a locked list, once per list.
# Usage: prepare requirements.lock

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2

prepare() {
  local lock=$1 python=${PYTHON:-python3} stamp
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    echo "esep needs Python 3.11 or newer as python3 (or in PYTHON)" >&2
    exit 2
  }
  stamp=$(cat "$lock" pyproject.toml | sha256sum | cut -c1-16)
  if [ ! -e ".venv/esep-$stamp" ]; then
    echo "Preparing .venv from $lock …" >&2
    [ -x .venv/bin/python ] || "$python" -m venv .venv || exit 2
    .venv/bin/python -m pip install --quiet --require-hashes -r "$lock" >&2 &&
      .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e . >&2 || exit 2
    touch ".venv/esep-$stamp"
  fi
  # One list is a part of the other: what the larger one made ready serves the smaller.
  PATH="$PWD/.venv/bin:$PATH"
  export PATH
}

# Debian packages a test drives; only where we may install them.
debian() {
  local missing=()
  for package in "$@"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" = 0 ] || { echo "Not root: tests that need ${missing[*]} are left out" >&2; return 0; }
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
    >/dev/null 2>&1 || echo "Could not install ${missing[*]}: its tests are left out" >&2
}
