#!/bin/bash
# in_temp_dir.sh command [argument...]: run a command in a new empty directory, which is removed afterwards.
set -u
directory=$(mktemp -d) || exit 1
trap 'rm -rf "$directory"' EXIT
cd "$directory" || exit 1
"$@"
