# Sourced by the scripts of `setup/`: find a Python, then hand over to leansetup.
# Usage: lean_launch <command> "$@"

lean_launch() {
    # The scripts live in setup/, so their folder is the one with the package.
    lean_setup_dir=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
    for lean_python in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python3.10; do
        [ -n "$lean_python" ] || continue
        command -v "$lean_python" >/dev/null 2>&1 || continue
        if "$lean_python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
            PYTHONPATH="$lean_setup_dir${PYTHONPATH:+:$PYTHONPATH}" PYTHONDONTWRITEBYTECODE=1 \
                exec "$lean_python" -m leansetup "$@"
        fi
    done
    echo "No Python 3.10 or newer was found: tried \$PYTHON, python3 and python3.10 to python3.13." >&2
    echo "Install one (Debian, Ubuntu: apt install python3 python3-venv) or name it: PYTHON=/path/to/python3 $0" >&2
    exit 1
}
