"""One module for each script of `setup/`; each has `main(arguments) -> exit code`."""
