#!/usr/bin/env bash
#
# Is this machine ready, and do the bindings fit the GStreamer that is installed on it?
#
#   ./native-check.sh             one line for each thing needed (found, or what to install here), then
#                                 the proof against the installed headers, the symbols, the generated files
#   ./native-check.sh --install   first installs what is missing (apt, as root or through sudo);
#                                 elsewhere it prints the command
#
# Exit status 0 only if everything holds. Can be run again at any time; it changes nothing in the checkout
# but the generator's build output.

set -u -o pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export MSBUILDDISABLENODEREUSE=1        # no build process of ours stays behind
export PATH="$PATH:/usr/sbin:/sbin"     # ldconfig, for users whose PATH has no sbin

readonly MODULES="gstreamer-1.0 gstreamer-video-1.0 gstreamer-audio-1.0 gstreamer-app-1.0 gstreamer-allocators-1.0"
readonly GENERATOR=generator/GstMemInterop.Generator
readonly PROOF=generator/probe/abi_probe.g.c
readonly BANNER=bindings/GstMemInterop.Native/Generated/gstmemory.g.cs
readonly FLOOR=1.16

# kind | what | apt | dnf | pacman | brew. A kind with '?' is reported, and wanted by nothing that has to work.
# 'a/b' in a package column: the first that this distribution has.
requirements() {
  cat <<'TABLE'
sdk       | .NET SDK 10              | dotnet-sdk-10.0 | dotnet-sdk-10.0 | dotnet-sdk | dotnet
icu       | ICU, for the .NET SDK    | libicu72/libicu74/libicu76/libicu78/libicu70/libicu67/libicu66 | libicu | icu | icu4c
program   | pkg-config               | pkg-config | pkgconf-pkg-config | pkgconf | pkgconf
compiler  | C compiler               | gcc | gcc | gcc | gcc
cheader   | C library headers        | libc6-dev | glibc-devel | glibc | gcc
program   | xxd                      | xxd/vim-common | vim-common | vim | vim
libclang  | libclang                 | libclang1-19/libclang1-14/libclang1 | clang-libs | clang | llvm
module    | glib-2.0                 | libglib2.0-dev | glib2-devel | glib2 | glib
module    | gobject-2.0              | libglib2.0-dev | glib2-devel | glib2 | glib
module    | gstreamer-1.0            | libgstreamer1.0-dev | gstreamer1-devel | gstreamer | gstreamer
module    | gstreamer-video-1.0      | libgstreamer-plugins-base1.0-dev | gstreamer1-plugins-base-devel | gst-plugins-base-libs | gstreamer
module    | gstreamer-audio-1.0      | libgstreamer-plugins-base1.0-dev | gstreamer1-plugins-base-devel | gst-plugins-base-libs | gstreamer
module    | gstreamer-app-1.0        | libgstreamer-plugins-base1.0-dev | gstreamer1-plugins-base-devel | gst-plugins-base-libs | gstreamer
module    | gstreamer-allocators-1.0 | libgstreamer-plugins-base1.0-dev | gstreamer1-plugins-base-devel | gst-plugins-base-libs | gstreamer
gstreamer | GStreamer                | gstreamer1.0-tools | gstreamer1 | gstreamer | gstreamer
TABLE
  # The elements that samples and tests use, by the package that has them.
  elements "libgstreamer1.0-0 | gstreamer1 | gstreamer | gstreamer" \
    identity tee queue funnel capsfilter concat fakesrc fakesink filesrc filesink typefind
  elements "gstreamer1.0-plugins-base | gstreamer1-plugins-base | gst-plugins-base | gstreamer" \
    videotestsrc videoconvert videoscale audiotestsrc audioconvert appsrc appsink decodebin uridecodebin \
    rawvideoparse theoraenc theoradec oggmux oggdemux vorbisenc vorbisdec audioresample audiomixer encodebin
  elements "gstreamer1.0-plugins-good | gstreamer1-plugins-good | gst-plugins-good | gstreamer" \
    level pngenc pngdec jpegenc jpegdec vp8enc vp8dec webmmux matroskamux matroskademux wavenc wavparse \
    rtpvrawpay rtpvp8pay flacenc flacdec taginject multipartmux multipartdemux
  cat <<'TABLE'
element?  | autovideosink            | gstreamer1.0-plugins-good | gstreamer1-plugins-good | gst-plugins-good | gstreamer
zlib?     | zlib, for NativeAOT      | zlib1g-dev | zlib-devel | zlib | zlib
program?  | valgrind                 | valgrind | valgrind | valgrind | valgrind
program?  | shellcheck               | shellcheck | ShellCheck | shellcheck | shellcheck
program?  | debootstrap              | debootstrap | debootstrap | debootstrap | debootstrap
TABLE
}

elements() {
  local packages=$1 name
  shift
  for name in "$@"; do
    printf 'element | %s | %s\n' "$name" "$packages"
  done
}

# ---- Finding. Each look_for_KIND prints the version or the place of what it found, or fails.

look_for_sdk() {
  # Obeys global.json. Without ICU it would not start; that has a line of its own.
  command -v dotnet >/dev/null && DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 dotnet --version 2>/dev/null
}

look_for_icu() {
  if [ "${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-}" = 1 ] || [ "$(uname)" = Darwin ]; then
    echo "not needed"
  else
    ldconfig -p | sed -n 's/.*libicuuc\.so\.\([0-9]*\) .*/\1/p' | grep -m1 .
  fi
}

look_for_program() {
  command -v "$1" >/dev/null || return 1
  "$1" --version 2>&1 | head -n 1 || true
}

c_compiler() {
  command -v "${CC:-gcc}" || command -v cc || command -v clang
}

look_for_compiler() {
  local cc
  cc=$(c_compiler) && "$cc" --version | head -n 1
}

look_for_cheader() {
  local cc
  cc=$(c_compiler) && printf '#include <stdio.h>\nint main (void) { return puts ("") < 0; }\n' |
    "$cc" -x c -o "$scratch/cheader" - 2>/dev/null && echo "stdio.h compiles and links"
}

# The names that distributions give libclang; the highest version wins where there are several.
libclang_path() {
  if [ -n "${LIBCLANG_PATH:-}" ]; then
    [ -e "$LIBCLANG_PATH" ] && echo "$LIBCLANG_PATH"
  elif [ "$(uname)" = Darwin ]; then
    local place
    for place in "$(brew --prefix llvm 2>/dev/null)/lib" /Library/Developer/CommandLineTools/usr/lib; do
      [ -e "$place/libclang.dylib" ] && echo "$place/libclang.dylib" && return
    done
    return 1
  else
    ldconfig -p | sed -n 's/.*=> \(.*\/libclang\(-[0-9]*\)\{0,1\}\.so[.0-9]*\)$/\1/p' | sort -V | tail -n 1 | grep .
  fi
}

look_for_libclang() {
  libclang_path
}

look_for_module() {
  command -v pkg-config >/dev/null && pkg-config --modversion "$1" 2>/dev/null
}

look_for_gstreamer() {
  local version
  version=$(gst-inspect-1.0 --version 2>/dev/null | sed -n 's/^GStreamer //p') && [ -n "$version" ] || return 1
  if older "$version" "$FLOOR"; then
    return 1
  fi
  echo "$version"
}

look_for_element() {
  command -v gst-inspect-1.0 >/dev/null && gst-inspect-1.0 --exists "$1" 2>/dev/null && echo "plugin element"
}

look_for_zlib() {
  look_for_module zlib
}

# ---- Saying it

manager() {
  local m
  for m in apt-get dnf pacman brew; do
    if command -v "$m" >/dev/null; then
      echo "$m"
      return
    fi
  done
  echo none
}

install_command() {
  case $here in
    apt-get) echo "apt-get install $1" ;;
    dnf) echo "dnf install $1" ;;
    pacman) echo "pacman -S $1" ;;
    brew) echo "brew install $1" ;;
    *) echo "$1" ;;
  esac
}

# Prints a line for each requirement; leaves the missing packages of this machine's manager in $packages
# and the names of what is missing in $absent.
survey() {
  packages=() absent=()
  local kind what apt dnf pacman brew found optional local_package
  while IFS='|' read -r kind what apt dnf pacman brew; do
    kind=$(trim "$kind") what=$(trim "$what") apt=$(trim "$apt") dnf=$(trim "$dnf") pacman=$(trim "$pacman") brew=$(trim "$brew")
    optional=${kind##*[a-z]}
    kind=${kind%\?}
    if found=$("look_for_$kind" "$what" </dev/null); then
      printf 'found    %-25s %s\n' "$what" "$found"
      continue
    fi

    case $here in
      apt-get) local_package=$apt ;;
      dnf) local_package=$dnf ;;
      pacman) local_package=$pacman ;;
      brew) local_package=$brew ;;
      *) local_package= ;;
    esac
    printf '%-8s %-25s %s(apt: %s, dnf: %s, pacman: %s, brew: %s)\n' \
      "$([ -n "$optional" ] && echo optional || echo missing)" "$what" \
      "${local_package:+$(install_command "$(first_name "$local_package")")  }" "$apt" "$dnf" "$pacman" "$brew"
    if [ -z "$optional" ]; then
      absent+=("$what")
      [ -n "$local_package" ] && packages+=("$local_package")
    fi
  done < <(requirements)
}

trim() {
  local text=$1
  text=${text#"${text%%[![:space:]]*}"}
  printf '%s' "${text%"${text##*[![:space:]]}"}"
}

# ---- Installing

install_missing() {
  local wanted=() unavailable=() alternatives chosen sudo=()
  if [ ${#packages[@]} -eq 0 ]; then
    echo "None of apt-get, dnf, pacman and brew is here: install the packages named above in your system's way"
    return 1
  fi
  if [ "$here" != apt-get ]; then
    echo "This script installs with apt only. Run: $(install_command "$(unique_packages | first_names)")"
    return 1
  fi

  if [ "$(id -u)" -ne 0 ]; then
    sudo=(sudo)
    [ -t 0 ] || sudo=(sudo -n)      # nobody is there to type a password
    if ! "${sudo[@]}" true; then
      echo "Not root, and sudo does not help. Run as root: apt-get install $(unique_packages | first_names)"
      return 1
    fi
  fi

  local apt=(${sudo[@]+"${sudo[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
  "${apt[@]}" update >"$scratch/apt.log" 2>&1 || {
    tail -n 5 "$scratch/apt.log"
    echo "apt-get update failed; going on with the package lists that are here"
  }
  while read -r alternatives; do
    if chosen=$(first_in_apt "$alternatives"); then wanted+=("$chosen"); else unavailable+=("$alternatives"); fi
  done < <(unique_packages)

  if [ ${#unavailable[@]} -gt 0 ]; then
    echo "apt has no ${unavailable[*]}"
    case " ${unavailable[*]} " in
      *dotnet-sdk*) echo "The .NET SDK: https://dotnet.microsoft.com/download/dotnet/10.0" ;;
    esac
  fi
  if [ ${#wanted[@]} -gt 0 ]; then
    echo "Installing ${wanted[*]}"
    if ! "${apt[@]}" install -y --no-install-recommends "${wanted[@]}" >"$scratch/apt.log" 2>&1; then
      tail -n 25 "$scratch/apt.log"
      fail "apt-get install ${wanted[*]} failed"
    fi
  fi
}

unique_packages() {
  printf '%s\n' "${packages[@]}" | awk '!seen[$0]++'
}

# Of each line's alternatives the one to name: what apt knows, else the first.
first_names() {
  local alternatives
  while read -r alternatives; do
    first_name "$alternatives"
  done | tr '\n' ' ' | sed 's/ $//'
}

first_name() {
  if [ "$here" != apt-get ] || ! first_in_apt "$1"; then
    echo "${1%%/*}"
  fi
}

first_in_apt() {
  local name
  for name in ${1//\// }; do
    if [ -n "$(apt-cache madison "$name" 2>/dev/null)" ]; then
      echo "$name"
      return
    fi
  done
  return 1
}

# ---- Proving

failures=()
fail() {
  failures+=("$1")
  echo "FAILED   $1"
}

# The C compiler states sizes, offsets, values and signatures of the installed headers; the generated program compares.
proof() {
  local cc cflags libs name expected actual left_out mismatches=0
  cc=$(c_compiler) || { fail "$PROOF was not compiled: no C compiler"; return; }
  # shellcheck disable=SC2086 # a list of module names
  if ! read -r -a cflags < <(pkg-config --cflags $MODULES) || ! read -r -a libs < <(pkg-config --libs $MODULES); then
    fail "$PROOF was not compiled: pkg-config does not know all of $MODULES"
    return
  fi
  cp "$PROOF" "$scratch/proof.c"
  until "$cc" -w "${cflags[@]}" -o "$scratch/abi_probe" "$scratch/proof.c" "${libs[@]}" 2>"$scratch/cc.log"; do
    if ! leave_out_newer_facts "$cc" "${cflags[@]}"; then
      head -n 20 "$scratch/cc.log"
      fail "$PROOF does not compile against the installed headers"
      return
    fi
  done
  left_out=$(($(wc -l <"$PROOF") - $(wc -l <"$scratch/proof.c")))
  if [ "$left_out" -gt 0 ]; then
    echo "left out: $left_out facts about what the headers of $(installed_version) do not have yet"
  fi
  if "$scratch/abi_probe" >"$scratch/proof.log"; then
    tail -n 1 "$scratch/proof.log"
    return
  fi

  while IFS=';' read -r name expected actual; do
    if [ -n "$actual" ]; then
      fail "$PROOF: $name: the bindings have $expected, the installed headers $actual"
      mismatches=$((mismatches + 1))
    fi
  done <"$scratch/proof.log"
  if [ "$mismatches" -eq 0 ]; then
    tail -n 5 "$scratch/proof.log"
    fail "$PROOF was compiled and did not run to its end"
  fi
}

# Headers older than those that the bindings were generated from lack some names. Facts about these are taken out;
# anything else that does not compile stays an error. gcc names the line of the fact, not of its macro, and a missing
# name only once, so this is repeated for as long as there is something to take out.
leave_out_newer_facts() {
  older "$(installed_version)" "$(generated_version)" || return 1
  "$@" -w -fsyntax-only -fmax-errors=0 -ftrack-macro-expansion=0 "$scratch/proof.c" 2>&1 |
    sed -n "s|^$scratch/proof.c:\([0-9]*\):[0-9]*: error: .*|\1|p" >"$scratch/newer"
  awk 'NR == FNR { newer[$1]; next } FNR in newer && /^FACT/ { next } { print }' "$scratch/newer" "$scratch/proof.c" >"$scratch/older.c"
  ! cmp -s "$scratch/older.c" "$scratch/proof.c" && mv "$scratch/older.c" "$scratch/proof.c"
}

installed_version() {
  pkg-config --modversion gstreamer-1.0
}

generated_version() {
  sed -n 's/^\/\/ .*GStreamer \([0-9.]*\), generator .*/\1/p' "$BANNER" | head -n 1
}

older() {
  [ "$1" != "$2" ] && [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

generator() {
  dotnet run --project "$GENERATOR" -c Release --no-build -- "$@"
}

build_generator() {
  if ! look_for_sdk >/dev/null || ! look_for_icu >/dev/null; then
    fail "$GENERATOR was not built: the .NET SDK does not start here; symbols and generated files were not looked at"
    return 1
  fi
  if ! dotnet build "$GENERATOR" -c Release --nologo -v quiet >"$scratch/build.log" 2>&1; then
    tail -n 25 "$scratch/build.log"
    fail "$GENERATOR does not build"
    return 1
  fi
}

symbols() {
  local line
  if ! generator symbols >"$scratch/symbols.log" 2>&1; then
    while read -r line; do
      fail "generator/gstreamer.manifest.json: $line"
    done < <(grep -v '^symbols:' "$scratch/symbols.log")
    grep -q . "$scratch/symbols.log" || fail "the symbols could not be looked up"
  fi
  grep '^symbols:' "$scratch/symbols.log"
}

drift() {
  local generated installed
  generated=$(generated_version)
  installed=$(installed_version)
  if [ -z "$generated" ]; then
    fail "$BANNER does not say which GStreamer it was generated from"
  elif [ "$generated" != "$installed" ]; then
    echo "generated with $generated, installed $installed: drift not compared, the proof and the symbols stand for it"
  elif generator check >"$scratch/check.log" 2>&1; then
    tail -n 1 "$scratch/check.log"
  else
    cat "$scratch/check.log"
    fail "generated files are not what the generator writes: $(sed -n 's/^\(stale\|missing\|extra\) \([^,]*\).*/\2/p' "$scratch/check.log" | tr '\n' ' ')"
  fi
}

# ----

install=
case "${1:-}" in
  '') ;;
  --install) install=1 ;;
  *)
    sed -n '3,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    [ "$1" = --help ] && exit 0
    exit 2
    ;;
esac

scratch=$(mktemp -d "${TMPDIR:-/tmp}/native-check.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
here=$(manager)

survey
if [ -n "$install" ] && [ ${#absent[@]} -gt 0 ] && install_missing; then
  echo
  echo "After the installation:"
  survey
fi
if [ ${#absent[@]} -gt 0 ]; then
  for thing in "${absent[@]}"; do
    failures+=("missing: $thing")
  done
  if [ ${#packages[@]} -gt 0 ] && [ -z "$install" ]; then
    echo "To install what is missing: ./native-check.sh --install, or $(install_command "$(unique_packages | first_names)")"
  fi
fi

echo
proof
if libclang=$(libclang_path); then
  export LIBCLANG_PATH=$libclang        # the generator reads with the one that was named above
fi
if build_generator; then
  symbols
  drift
fi

echo
if [ ${#failures[@]} -gt 0 ]; then
  echo "native-check: ${#failures[@]} failed"
  printf '  %s\n' "${failures[@]}"
  exit 1
fi
echo "native-check: everything holds"
