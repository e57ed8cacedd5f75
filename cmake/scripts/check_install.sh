#!/bin/bash
# check_install.sh build-dir: an installed tree can be moved, and programs outside find it through pkg-config and CMake,
# shared and static; a project can also take the sources in with add_subdirectory.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Shows what a step said only if it failed.
step() {
    local name=$1
    shift
    "$@" >"$work/log" 2>&1 || {
        echo "install: $name failed: $*"
        cat "$work/log"
        exit 1
    }
}

through_pkg_config() {
    local flags
    flags=$(pkg-config --cflags --libs csr)
    # shellcheck disable=SC2086 # flags are words
    step "pkg-config, shared" gcc tests/install/main.c -o "$work/shared" $flags
    step "run with the shared library" env LD_LIBRARY_PATH="$work/moved/lib" "$work/shared"
    flags=$(pkg-config --static --cflags --libs csr)
    # shellcheck disable=SC2086
    step "pkg-config, static" gcc tests/install/main.c -o "$work/static" ${flags/-lcsr/-l:libcsr.a}
    step "run with the static library" "$work/static"
}

through_cmake() {
    step "find_package" cmake -G Ninja -S tests/install -B "$work/consumer" -DCMAKE_PREFIX_PATH="$work/moved"
    step "build with find_package" cmake --build "$work/consumer"
    step "run csr::csr" "$work/consumer/with_csr"
    step "run csr::csr_static" "$work/consumer/with_csr_static"
}

as_subdirectory() {
    mkdir "$work/parent"
    cat >"$work/parent/CMakeLists.txt" <<TEXT
cmake_minimum_required(VERSION 3.25)
project(parent LANGUAGES C)
add_subdirectory($root csr)
add_executable(parent $root/tests/install/main.c)
target_link_libraries(parent PRIVATE csr::csr_static)
if(CSR_TESTS OR CSR_EXAMPLES OR TARGET csr_tool)
    message(FATAL_ERROR "an embedding project gets tests or examples")
endif()
TEXT
    step "add_subdirectory" cmake -G Ninja -S "$work/parent" -B "$work/parent/build"
}

# Under /usr the library lies one folder deeper (lib/<multiarch>) than elsewhere; the way up in csr.pc must follow.
multiarch_prefix() {
    step "multiarch configuration" cmake -G Ninja -S . -B "$work/multiarch" -DCSR_TESTS=OFF -DCSR_EXAMPLES=OFF \
        -DCMAKE_INSTALL_LIBDIR=lib/x86_64-linux-gnu
    step "way up from lib/<multiarch>/pkgconfig" grep -qx 'prefix=${pcfiledir}/../../..' "$work/multiarch/csr.pc"
}

step "install" cmake --install "$1" --prefix "$work/installed"
mv "$work/installed" "$work/moved"
export PKG_CONFIG_PATH="$work/moved/lib/pkgconfig"
through_pkg_config
through_cmake
as_subdirectory
multiarch_prefix
echo "ok: install: moved tree found by pkg-config and CMake, shared and static; add_subdirectory"
