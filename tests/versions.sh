#!/usr/bin/env bash
#
# The suite on the GStreamer of other releases of Debian or Ubuntu, each in a root folder of its own.
#
#   tests/versions.sh SUITE...      e.g. bullseye (GStreamer 1.18), bookworm (1.22), trixie (1.26), sid
#     --folder DIR     where the roots are made and kept    (${TMPDIR:-/tmp}/gstmeminterop-versions)
#     --mirror URL     where they come from                 (this machine's own)
#     --components C   what of the mirror, for Ubuntu main,universe             (main)
#     --filter TEXT    only the tests whose full name fits, e.g. '*.Findings.*'
#     --quick          without native-check.sh, once it has installed its packages there
#
# Wants root, debootstrap, and tests that are built (dotnet build). In each root it runs native-check.sh --install,
# which brings GStreamer and proves the bindings against that release's headers, then the tests with this machine's
# .NET, under the environment of native.runsettings, without the category Gate. The checkout is copied and a second
# run uses the roots of the first; nothing outside the folder is written, and mounts end with the script.
# A folder SUITE.results holds what was said. Exit status 0 only if nothing failed anywhere.

set -u -o pipefail

readonly SUITE=GstMemInterop.Tests      # the other suites load no GStreamer
readonly FRAMEWORK=Debug/net10.0
readonly TESTS=tests/$SUITE/bin/$FRAMEWORK

folder=${TMPDIR:-/tmp}/gstmeminterop-versions mirror='' components=main filter='' quick=''
releases=()

usage() {
  sed -n '3,18s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
  exit "$1"
}

die() {
  echo "$1" >&2
  exit 2
}

# ---- What has to be here

require() {
  [ "$(id -u)" -eq 0 ] || die "A root folder is made and entered by root only: sudo ${BASH_SOURCE[0]} ..."
  command -v debootstrap >/dev/null || die "debootstrap is missing: apt-get install debootstrap"
  dotnet=$(command -v dotnet) || die "dotnet is missing: ./native-check.sh says where it is had"
  dotnet=$(dirname "$(readlink -f "$dotnet")")
  [ -x "$TESTS/$SUITE" ] || die "The tests are not built: dotnet build tests/$SUITE -c ${FRAMEWORK%/*}"
  [ -n "$mirror" ] || mirror=$(own_mirror)
  [ -n "$mirror" ] || die "Where this machine's packages come from is not known: --mirror URL"
  packages=$(HOME=$(getent passwd "${SUDO_USER:-$(id -un)}" | cut -d: -f6) dotnet nuget locals global-packages --list | sed "s/^global-packages: //")
}

# What this machine's apt gets its own release from.
own_mirror() {
  local codename
  codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  # shellcheck disable=SC2016 # the dollar is apt's
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $codename" | head -n 1
}

# The suites are started with what the run settings name.
test_environment() {
  sed -n '/<EnvironmentVariables>/,/<\/EnvironmentVariables>/s/^ *<\([A-Z_]*\)>\(.*\)<\/.*/\1=\2/p' tests/native.runsettings
}

# ---- One release

# Ends with a root that holds the release's base system, and with nothing that looks like one if that fails.
make_root() {
  local release=$1 root=$2 log=$3
  [ -e "$root/etc/debian_version" ] && return
  rm -rf "$root.part"
  echo "$release: making $root from $mirror"
  if ! debootstrap --force-check-gpg --variant=minbase --include=ca-certificates --components="$components" "$release" "$root.part" "$mirror" >"$log" 2>&1; then
    tail -n 5 "$log"
    return 1
  fi
  apt-config dump --format '%F "%v";%n' Acquire::http::Proxy Acquire::https::Proxy >"$root.part/etc/apt/apt.conf.d/90proxy"
  mv "$root.part" "$root"
}

# The sources as they are now, at the same path, which is compiled into the tests; and of what is built only the tests:
# native-check.sh builds its generator there itself.
copy_checkout() {
  local target=$1$PWD
  rm -rf "$target"
  mkdir -p "$target"
  tar -c --exclude=./.git --exclude=bin --exclude=obj . | tar -x -C "$target"
  mkdir -p "$target/$TESTS"
  cp -a "$TESTS/." "$target/$TESTS"
}

enter_mounts() {
  local root=$1
  mkdir -p "$root/dotnet" "$root/nuget"
  mount -t proc proc "$root/proc" &&
    mount --rbind /dev "$root/dev" &&
    mount --bind "$dotnet" "$root/dotnet" && mount -o remount,bind,ro "$root/dotnet" &&
    mount --bind "$packages" "$root/nuget" && mount -o remount,bind,ro "$root/nuget"
}

# Nothing of this machine's environment reaches a root but what is named here.
inside() {
  local root=$1
  shift
  chroot "$root" /usr/bin/env -i PATH="/dotnet:/usr/sbin:/usr/bin:/sbin:/bin" HOME=/root LANG=C.UTF-8 \
    DOTNET_ROOT=/dotnet DOTNET_NOLOGO=1 NUGET_PACKAGES=/nuget NuGetAudit=false \
    http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" "$@"
}

failed=()
fail() {
  failed+=("$1")
}

run_release() {
  local release=$1 root=$folder/$1 results=$folder/$1.results summary version
  local selection=(-trait- Category=Gate)
  mkdir -p "$results"
  rm -f "$results"/*
  make_root "$release" "$root" "$results/debootstrap.log" || { fail "$release: no root"; return; }
  enter_mounts "$root" || { fail "$release: mounting is not permitted here"; return; }
  copy_checkout "$root"

  if [ -z "$quick" ] || ! [ -e "$root/.checked" ]; then
    if inside "$root" /bin/bash "$PWD/native-check.sh" --install >"$results/native-check.log" 2>&1 </dev/null; then
      touch "$root/.checked"
    else
      fail "$release: native-check.sh, see $results/native-check.log"
    fi
    sed "s/^/$release: /" < <(sed -n '/^[0-9]* facts\|^abi proof:\|^symbols:\|^generated with\|^native-check:/,$p' "$results/native-check.log")
  fi
  version=$(inside "$root" gst-inspect-1.0 --version 2>/dev/null | sed -n 's/^GStreamer //p')
  if [ -z "$version" ]; then
    fail "$release: no GStreamer"
    return
  fi

  if [ -n "$filter" ]; then
    selection+=(-method "$filter")
  fi
  # shellcheck disable=SC2046 # NAME=value, one word each
  inside "$root" env $(test_environment) "$PWD/$TESTS/$SUITE" "${selection[@]}" -reporter verbose -noColor \
    >"$results/$SUITE.log" 2>&1 </dev/null || fail "$release: $SUITE, see $results/$SUITE.log"
  sed -n "s/^ *\($SUITE\..* \[FAIL\]\)/$release: \1/p" "$results/$SUITE.log"
  summary=$(sed -n "s/^ *$SUITE  *\(Total: .*\), Not Run.*/\1/p" "$results/$SUITE.log")
  echo "$release: GStreamer $version: ${summary:-ended in $(sed -n 's/^ *\(.*\) \[STARTING\]$/\1/p' "$results/$SUITE.log" | tail -n 1)}"
}

# ----

# Mounts live in a namespace of this script's own: they end with it, however it ends.
if [ "$(id -u)" -eq 0 ] && [ -z "${IN_OWN_NAMESPACE:-}" ]; then
  IN_OWN_NAMESPACE=1 exec unshare --mount "$BASH" "${BASH_SOURCE[0]}" "$@"
fi

while [ $# -gt 0 ]; do
  case $1 in
    --folder) folder=${2:?} && shift ;;
    --mirror) mirror=${2:?} && shift ;;
    --components) components=${2:?} && shift ;;
    --filter) filter=${2:?} && shift ;;
    --quick) quick=1 ;;
    --help) usage 0 ;;
    -*) usage 2 ;;
    *) releases+=("$1") ;;
  esac
  shift
done
[ ${#releases[@]} -gt 0 ] || usage 2

mkdir -p "$folder" && folder=$(cd "$folder" && pwd) || exit 2
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
require
for release in "${releases[@]}"; do
  run_release "$release"
done

echo
if [ ${#failed[@]} -gt 0 ]; then
  printf '  %s\n' "${failed[@]}"
  echo "versions: ${#failed[@]} failed"
  exit 1
fi
echo "versions: everything holds"
